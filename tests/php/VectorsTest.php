<?php

declare(strict_types=1);

namespace Spbe\Tests;

use Spbe\Assessment;

/**
 * PHP gives the official results, at every node.
 */
final class VectorsTest extends LibraryCase
{
    /**
     * @return iterable<string, array{array<string, mixed>}>
     */
    public function withLevels(): iterable
    {
        foreach (glob(self::ROOT . '/tests/vectors/*.json') ?: [] as $file) {
            $vector = self::vector(basename($file, '.json'));
            if (isset($vector['levels'], $vector['exact'])) {
                yield $vector['id'] => [$vector];
            }
        }
    }

    public function testTheVectorsAreThere(): void
    {
        $this->assertCount(7, iterator_to_array($this->withLevels()));
    }

    /**
     * @dataProvider withLevels
     *
     * @param array<string, mixed> $vector
     */
    public function testEveryNodeIsExact(array $vector): void
    {
        $assessment = Assessment::of($vector['levels'])->withYear($vector['year']);
        $score = self::instrument($vector['instrument'])->score($assessment);
        if (isset($vector['exact']['index'])) {
            $this->assertSame($vector['exact']['index'], $score->indexExact());
        }
        foreach (['domain', 'aspect'] as $tier) {
            foreach ($vector['exact']["{$tier}s"] ?? [] as $code => $exact) {
                $this->assertSame($exact, $score->nodeExact($tier, $code), "{$tier} {$code}");
            }
        }
    }

    /**
     * @dataProvider withLevels
     *
     * @param array<string, mixed> $vector
     */
    public function testEveryPublishedNodeIsAsTheDocumentPrintsIt(array $vector): void
    {
        $assessment = Assessment::of($vector['levels'])->withYear($vector['year']);
        $score = self::instrument($vector['instrument'])->score($assessment);
        $mismatches = array_column($vector['mismatches'] ?? [], 0);
        $expected = $vector['expected'] ?? [];
        $compared = 0;
        foreach (['domain', 'aspect'] as $tier) {
            foreach ($expected["{$tier}s"] ?? [] as $code => $printed) {
                $published = number_format((float) $score->node($tier, $code), 2);
                if (in_array(strtoupper($tier[0]) . $code, $mismatches, true)) {
                    $this->assertNotSame($printed, $published, "{$tier} {$code}");
                } else {
                    $this->assertSame($printed, $published, "{$tier} {$code}");
                }
                $compared++;
            }
        }
        if (isset($expected['index']) && !in_array('index', $mismatches, true)) {
            $this->assertSame($expected['index'], number_format((float) $score->index(), 2));
            $compared++;
        }
        if (isset($expected['predicate'])) {
            $this->assertSame($expected['predicate'], $score->predicate());
            $compared++;
        }
        // A self-assessment was never published.
        $this->assertSame($vector['kind'] === 'self-assessment', $compared === 0);
    }
}
