<?php

declare(strict_types=1);

namespace Spbe\Tests;

/**
 * The example of a migration finds what is wrong with the results of a legacy table.
 */
final class MigrationTest extends LibraryCase
{
    private const SCRIPT = self::PACKAGE . '/examples/migration/migrate.php';

    public function testItSaysWhichResultsAreWrong(): void
    {
        [$code, $output, $errors] = self::execute([PHP_BINARY, self::SCRIPT, '--demo']);
        $this->assertSame([1, ''], [$code, $errors]);
        $way = getenv('SPBE_TRANSPORT');
        $this->assertSame(<<<TEXT
            Kabupaten Madiun           2020  3.30  991/300     Baik         sama
            Kota Bandar Lampung        2021  1.20  1.2         Kurang       sama
            Kota Bandar Lampung        2022  1.50  1.5025      Kurang       sama
            Kota Bandar Lampung        2023  2.15  2.1545      Cukup        BERBEDA: indeks lama 2.16
            Kota Contoh                2024  2.60  2.6         Baik         BERBEDA: predikat lama Cukup
            Kota Denpasar              2021  3.19  3.1925      Baik         sama
            Kota Lupa                  2024  TIDAK DIHITUNG: levels.7: 6 di luar 1 sampai 5
            4 hasil lama benar, 3 tidak. Jalur ke pustaka: {$way}.

            TEXT, $output);
    }

    public function testItFillsATableOfItsOwn(): void
    {
        $file = (string) tempnam(sys_get_temp_dir(), 'spbe');
        try {
            $database = new \PDO("sqlite:{$file}");
            $database->exec((string) file_get_contents(self::PACKAGE . '/examples/migration/legacy.sql'));
            $database->exec("DELETE FROM penilaian WHERE instansi NOT IN ('Kota Denpasar')");
            [$code, , $errors] = self::execute([PHP_BINARY, self::SCRIPT, "sqlite:{$file}", '--write']);
            $this->assertSame([0, ''], [$code, $errors]);
            $rows = $database->query('SELECT * FROM spbe_score')->fetchAll(\PDO::FETCH_ASSOC);
            $this->assertCount(1, $rows);
            $this->assertSame(['3.1925', 'Baik'], [$rows[0]['indeks_eksak'], $rows[0]['predikat']]);
            $this->assertSame(self::instrument('spbe-2020')->checksum(), $rows[0]['checksum']);
            $this->assertSame('3.1925', json_decode($rows[0]['rekaman'])->index_exact);
        } finally {
            unlink($file);
        }
    }

    public function testWrongUsageIsTold(): void
    {
        foreach ([[], ['--help'], ['a', 'b'], ['sqlite:/nonexistent/folder/x']] as $arguments) {
            [$code, $output, $errors] = self::execute(array_merge([PHP_BINARY, self::SCRIPT], $arguments));
            $this->assertSame([2, ''], [$code, $output]);
            $this->assertNotSame('', $errors);
        }
    }
}
