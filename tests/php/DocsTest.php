<?php

declare(strict_types=1);

namespace Spbe\Tests;

/**
 * The scripts in docs/php.md print what stands below them.
 */
final class DocsTest extends LibraryCase
{
    private const SCRIPT = '/^```php\n(<\?php\n.*?)^```\n\n```text\n(.*?)^```\n/ms';

    public function testTheScriptsPrintWhatStandsBelowThem(): void
    {
        $page = (string) file_get_contents(self::ROOT . '/docs/php.md');
        $this->assertSame(2, preg_match_all(self::SCRIPT, $page, $scripts, PREG_SET_ORDER));
        foreach ($scripts as [, $script, $printed]) {
            $file = (string) tempnam(sys_get_temp_dir(), 'spbe');
            file_put_contents($file, str_replace('/opt/spbe/php/', realpath(self::PACKAGE) . '/', $script));
            try {
                $this->assertSame([0, $printed, ''], self::execute([PHP_BINARY, $file]));
            } finally {
                unlink($file);
            }
        }
    }

    public function testTheDemoOfTheMigrationPrintsWhatThePageShows(): void
    {
        $page = (string) file_get_contents(self::ROOT . '/docs/php.md');
        $this->assertSame(1, preg_match('/migrate\.php --demo\n(.*?)\n {3}```/s', $page, $shown));
        $output = self::execute([PHP_BINARY, self::PACKAGE . '/examples/migration/migrate.php', '--demo'])[1];
        foreach (explode("\n", $shown[1]) as $line) {
            if (trim($line) !== '...') {
                $this->assertStringContainsString((string) preg_replace('/pustaka: .*/', '', trim($line)), $output);
            }
        }
    }
}
