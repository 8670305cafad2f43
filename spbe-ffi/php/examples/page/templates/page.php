<?php

declare(strict_types=1);

/** @var \Spbe\Examples\Page\View $view */
/** @var \Spbe\Examples\Page\Form $form */
/** @var \Spbe\Instrument $instrument */
/** @var \Spbe\Score|null $score */
/** @var \Spbe\SpbeException|null $problems */
/** @var string $transport */

$other = $view->language === 'id' ? 'en' : 'id';
$scales = array_column($instrument->document()['scales'], null, 'code');
$indicators = [];
foreach ($instrument->indicators() as $indicator) {
    $indicators[$indicator['parent']][] = $indicator;
}
// The indicators that a problem names, to mark them in the form.
$marked = [];
foreach ($problems === null ? [] : $problems->issues() as $issue) {
    if ($issue->code() === 'score.answers_missing') {
        $marked += array_fill_keys(array_keys($form->levels, '', true), null);
    } else {
        $marked[(string) preg_replace('/^levels\./', '', (string) $issue->path())] = $issue->message();
    }
}
?>
<header class="top">
  <h1><?= $view->say('title') ?></h1>
  <button class="plain" form="form" name="action" value="language" lang="<?= $other ?>"><?= $view->say('language') ?></button>
  <p><?= $view->say('lead') ?></p>
</header>

<main>
<form id="form" method="post" action="?language=<?= $view->language ?>">
<?php /* Enter sends the first button of a form: this one. */ ?>
  <button class="unseen" name="action" value="score" tabindex="-1" aria-hidden="true"></button>
  <input type="hidden" name="language" value="<?= $view->language ?>">
  <input type="hidden" name="other" value="<?= $other ?>">

  <section class="card subject">
    <label><span><?= $view->say('institution') ?></span>
      <input name="institution" maxlength="120" autocomplete="organization" value="<?= $view->text($form->institution) ?>">
    </label>
    <label><span><?= $view->say('year') ?></span>
      <select name="year">
<?php foreach ($instrument->years() as $year) : ?>
        <option<?= $year === $form->year ? ' selected' : '' ?>><?= $year ?></option>
<?php endforeach ?>
      </select>
    </label>
    <label><span><?= $view->say('missing') ?></span>
      <select name="missing">
<?php foreach ($form::POLICIES as $policy) : ?>
        <option value="<?= $policy ?>"<?= $policy === $form->missing ? ' selected' : '' ?>><?= $view->choice('policy', $policy) ?></option>
<?php endforeach ?>
      </select>
    </label>
  </section>

<?php foreach ($instrument->nodes('domain') as $domain) : ?>
  <section class="domain">
    <h2><span>Domain <?= $view->text($domain['code']) ?></span> <?= $view->name($domain['name']) . $view->official($domain['name']) ?>
      <small><?= $view->say('weights_of', $view->exact($domain['weight'])) ?></small></h2>
  <?php foreach ($instrument->nodes('aspect') as $aspect) : ?>
    <?php if ($aspect['parent'] !== $domain['code']) { continue; } ?>
    <fieldset class="card">
      <legend><span><?= $view->say('aspect') ?> <?= $view->text($aspect['code']) ?></span> <?= $view->name($aspect['name']) . $view->official($aspect['name']) ?>
        <small><?= $view->say('weights_of', $view->exact($aspect['weight'])) ?></small></legend>
    <?php foreach ($indicators[$aspect['code']] as $indicator) : ?>
      <?php $code = $indicator['code']; $level = $form->levels[$code]; $name = $indicator['short_name'] ?? $indicator['name']; ?>
      <div class="indicator<?= array_key_exists($code, $marked) ? ' marked' : '' ?>">
        <label for="level-<?= $view->text($code) ?>"><b><?= $view->text($code) ?></b>
          <span><?= $view->name($name) . $view->official($name) ?></span></label>
        <select id="level-<?= $view->text($code) ?>" name="levels[<?= $view->text($code) ?>]">
          <option value=""><?= $view->say('none') ?></option>
      <?php foreach ($scales[$indicator['scale']]['levels'] as $step) : ?>
          <option value="<?= $step['level'] ?>"<?= $level === (string) $step['level'] ? ' selected' : '' ?>><?= $step['level'] ?> · <?= $view->name($step['name']) ?></option>
      <?php endforeach ?>
        </select>
      <?php if (isset($marked[$code])) : ?>
        <p class="problem"><?= $view->text($marked[$code]) ?></p>
      <?php endif ?>
        <details>
          <summary><?= $view->say('criteria') ?></summary>
          <ol>
      <?php foreach ($indicator['levels'] as $step) : ?>
            <li value="<?= $step['level'] ?>"<?= $level === (string) $step['level'] ? ' class="chosen"' : '' ?>>
              <?= $view->name($step['criterion']) ?>
        <?php if (isset($step['evidence'])) : ?>
              <small><?= $view->say('evidence') ?>: <?= $view->name($step['evidence']) ?></small>
        <?php endif ?>
            </li>
      <?php endforeach ?>
          </ol>
        </details>
      </div>
    <?php endforeach ?>
    </fieldset>
  <?php endforeach ?>
  </section>
<?php endforeach ?>
</form>

<aside id="result">
  <div class="actions card">
    <button class="main" form="form" name="action" value="score"><?= $view->say('submit') ?></button>
    <button class="plain" form="form" name="action" value="example"><?= $view->say('again') ?></button>
    <button class="plain" form="form" name="action" value="clear"><?= $view->say('clear') ?></button>
    <small><?= $view->say('filled', $form->filled(), count($form->levels)) ?></small>
  </div>
<?php if ($problems !== null) : ?>
  <?php require __DIR__ . '/problems.php' ?>
<?php elseif ($score !== null) : ?>
  <?php require __DIR__ . '/result.php' ?>
<?php endif ?>
</aside>
</main>

<footer>
  <?= $view->say('foot', $instrument->id(), $instrument->edition(), substr($instrument->checksum(), 0, 12), $transport) ?>
</footer>
