<?php

declare(strict_types=1);

// Finds the classes of the package where Composer is not used.
spl_autoload_register(static function (string $class): void {
    if (strncmp($class, 'Spbe\\', 5) === 0) {
        $file = __DIR__ . '/src/' . str_replace('\\', '/', substr($class, 5)) . '.php';
        if (is_file($file)) {
            require $file;
        }
    }
});
