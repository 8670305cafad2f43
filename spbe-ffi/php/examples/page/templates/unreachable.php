<?php

declare(strict_types=1);

/** @var \Spbe\Examples\Page\View $view */
/** @var string $reason */
?>
<main class="narrow">
  <section class="card problems" role="alert">
    <h1><?= $view->say('setup') ?></h1>
    <p><?= $view->text($reason) ?></p>
    <p><?= $view->say('setup_help') ?></p>
  </section>
</main>
