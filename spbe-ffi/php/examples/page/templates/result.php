<?php

declare(strict_types=1);

/** @var \Spbe\Examples\Page\View $view */
/** @var \Spbe\Instrument $instrument */
/** @var \Spbe\Score $score */

$next = $score->next();
$ranges = $score->ranges();
$range = $ranges['index'] ?? null;
$predicates = array_column(array_column($instrument->document()['predicates'], 'name'), null, 'id');
?>
  <section class="card result" aria-live="polite">
    <h2><?= $score->institution() === '' ? $view->say('result') : $view->text($score->institution()) ?>, <?= $score->year() ?></h2>
    <div class="figures">
      <div>
        <span><?= $view->say('index') ?></span>
<?php if ($range === null) : ?>
        <strong><?= $view->published($score->index()) ?></strong>
        <small><?= $view->say('exact') ?> <?= $view->exact($score->indexExact()) ?></small>
<?php else : ?>
        <strong><?= $view->published($range['lowest']) ?>–<?= $view->published($range['highest']) ?></strong>
        <small><?= $view->say('exact') ?> <?= $view->exact($range['lowest_exact']) ?> – <?= $view->exact($range['highest_exact']) ?></small>
<?php endif ?>
      </div>
      <div>
        <span><?= $view->say('predicate') ?></span>
<?php if ($score->predicate() !== null) : ?>
        <strong><?= $view->text($score->predicate()) ?></strong>
<?php if ($view->language !== 'id') : ?>
        <small><?= $view->name($predicates[$score->predicate()]) ?></small>
<?php endif ?>
<?php else : ?>
        <strong><?= $view->say('undetermined') ?></strong>
        <small><?= $view->say('possible') ?>: <?= $view->text(implode(', ', $score->predicatesPossible())) ?></small>
<?php endif ?>
      </div>
    </div>
<?php if (!$score->isOfficialRule()) : ?>
    <p class="warning"><?= $view->say('unofficial') ?></p>
<?php endif ?>
<?php if ($next !== null) : ?>
    <p class="next"><b><?= $view->say('next', $next->predicate()) ?></b>:
      <?= $view->say('gap', $view->exact($next->gapExact()), $view->exact($next->indexExact())) ?><?php
        if ($next->fewestLevels() !== null) : ?>; <?= $view->say('fewest', $next->fewestLevels()) ?><?php endif ?>.</p>
<?php elseif ($range === null) : ?>
    <p class="next"><?= $view->say('highest') ?></p>
<?php endif ?>
    <p><small><?= $view->choice('basis', $score->predicateBasis()) ?></small></p>
  </section>

  <section class="card">
    <h2><?= $view->say('nodes') ?></h2>
    <table>
      <thead>
        <tr><th><?= $view->say('node') ?></th><th class="number"><?= $view->say('weight') ?></th>
          <th class="number"><?= $view->say('value') ?></th><th class="number"><?= $view->say('exact') ?></th></tr>
      </thead>
      <tbody>
<?php foreach ($instrument->nodes('domain') as $domain) : ?>
        <tr class="domain">
          <th scope="row">Domain <?= $view->text($domain['code']) ?> · <?= $view->name($domain['name']) . $view->official($domain['name']) ?></th>
          <td class="number"><?= $view->exact($domain['weight']) ?></td>
          <?= $view->cells($score->domain($domain['code']), $score->nodeExact('domain', $domain['code']), $ranges["domain:{$domain['code']}"] ?? null), "\n" ?>
        </tr>
  <?php foreach ($instrument->nodes('aspect') as $aspect) : ?>
    <?php if ($aspect['parent'] !== $domain['code']) { continue; } ?>
        <tr>
          <th scope="row"><?= $view->text($aspect['code']) ?> · <?= $view->name($aspect['name']) . $view->official($aspect['name']) ?>
    <?php if ($score->aspect($aspect['code']) !== null) : ?>
            <meter min="0" max="5" value="<?= $score->aspect($aspect['code']) ?>"></meter>
    <?php endif ?>
          </th>
          <td class="number"><?= $view->exact($aspect['weight']) ?></td>
          <?= $view->cells($score->aspect($aspect['code']), $score->nodeExact('aspect', $aspect['code']), $ranges["aspect:{$aspect['code']}"] ?? null), "\n" ?>
        </tr>
  <?php endforeach ?>
<?php endforeach ?>
      </tbody>
    </table>
  </section>
