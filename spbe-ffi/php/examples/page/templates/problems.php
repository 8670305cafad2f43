<?php

declare(strict_types=1);

/** @var \Spbe\Examples\Page\View $view */
/** @var \Spbe\SpbeException $problems */
?>
  <section class="card problems" role="alert">
    <h2><?= $problems->total() === 1 ? $view->say('problem') : $view->say('problems', $problems->total()) ?></h2>
    <ul>
<?php foreach ($problems->issues() as $issue) : ?>
      <li><?= $view->text((string) $issue) ?></li>
<?php endforeach ?>
    </ul>
    <p><small><?= $view->text($problems->name()) ?> (<?= $problems->getCode() ?>)</small></p>
  </section>
