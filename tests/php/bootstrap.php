<?php

declare(strict_types=1);

// The Makefile names the library and the program (SPBE_LIBRARY, SPBE_PROGRAM), and runs the suite once by each way
// (SPBE_TRANSPORT). All three are settings of the package itself.
foreach (['SPBE_TRANSPORT', 'SPBE_LIBRARY', 'SPBE_PROGRAM'] as $name) {
    if ((string) getenv($name) === '') {
        fwrite(STDERR, "{$name} is not set: run the tests by `make test-php`\n");
        exit(2);
    }
}
require __DIR__ . '/../../spbe-ffi/php/autoload.php';
require __DIR__ . '/LibraryCase.php';
