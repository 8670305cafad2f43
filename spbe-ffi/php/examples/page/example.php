<?php

declare(strict_types=1);

// Kota Bandar Lampung 2023; the official report has index 2,15 and predicate Cukup.
return [
    'institution' => 'Kota Bandar Lampung',
    'year' => 2023,
    'levels' => [
        1, 1, 2, 1, 1, 2, 1, 1, 1, 3, 1, 1, 1, 2, 1, 2, 3, 1, 2, 3, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 4, 4, 4, 4, 4, 4, 3, 1, 4, 3, 4, 3, 4, 1, 1, 1,
    ],
];
