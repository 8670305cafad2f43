<?php

declare(strict_types=1);

/** @var \Spbe\Examples\Page\View $view */
/** @var string $template */
?>
<!doctype html>
<html lang="<?= $view->language ?>">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title><?= $view->say('title') ?></title>
<link rel="stylesheet" href="style.css">
<link rel="icon" href="data:,">
</head>
<body>
<?php require __DIR__ . "/{$template}.php" ?>
</body>
</html>
