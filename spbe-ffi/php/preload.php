<?php

declare(strict_types=1);

// For `opcache.preload` in php.ini: lets pages use FFI where `ffi.enable` is `preload`, which is the default.
require_once __DIR__ . '/autoload.php';

foreach (['/src', '/src/Exception', '/src/Transport'] as $folder) {
    foreach (glob(__DIR__ . $folder . '/*.php') ?: [] as $file) {
        require_once $file;
    }
}
