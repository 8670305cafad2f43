<?php

declare(strict_types=1);

namespace Spbe;

/**
 * One regulation's tree of nodes, weights, scales, predicates and rules. Immutable.
 */
final class Instrument
{
    private Library $library;
    /** @var string|\stdClass the id of a built-in instrument, else the document */
    private $reference;
    private ?\stdClass $description = null;
    /** @var array<string, mixed>|null */
    private ?array $document = null;
    private ?string $checksum = null;
    private ?Transport\FfiKernel $kernel = null;

    /**
     * @param string|\stdClass $reference
     */
    private function __construct(Library $library, $reference)
    {
        $this->library = $library;
        $this->reference = $reference;
    }

    /**
     * A built-in instrument: `spbe-2018`, `spbe-2020` or `pemdi-2026`.
     *
     * Nothing is asked of the library yet: an unknown id is refused at the first use.
     *
     * @param string|null $checksum the SHA-256 that it must have; every use is refused if it has another one
     */
    public static function builtin(string $id, ?string $checksum = null, ?Library $library = null): self
    {
        $instrument = new self($library ?? Library::shared(), $id);
        $instrument->checksum = $checksum;
        return $instrument;
    }

    /**
     * An instrument of your own, from JSON of the form that `docs/instruments.md` describes.
     *
     * It goes along with every request, so that scoring takes longer than with a built-in one.
     *
     * @throws SpbeException if it is not sound, with every problem
     */
    public static function fromJson(string $json, ?Library $library = null): self
    {
        $document = json_decode($json, false, 64, JSON_BIGINT_AS_STRING);
        if (!$document instanceof \stdClass) {
            throw new \InvalidArgumentException('not a JSON object: ' . json_last_error_msg());
        }
        $instrument = new self($library ?? Library::shared(), $document);
        $instrument->describe();
        return $instrument;
    }

    /**
     * What the library knows of each built-in instrument in short: `id`, `title`, `years`, `tiers`, `checksum`, ...
     *
     * @return list<array<string, mixed>>
     */
    public static function all(?Library $library = null): array
    {
        $reply = ($library ?? Library::shared())->request(['op' => 'instruments']);
        return json_decode((string) json_encode($reply->instruments), true);
    }

    public function id(): string
    {
        return is_string($this->reference) ? $this->reference : $this->describe()->instrument;
    }

    /**
     * The SHA-256 of the content: different once any name, weight or rule differs. Keep it beside tables that you filled
     * from this instrument.
     */
    public function checksum(): string
    {
        return $this->describe()->checksum;
    }

    /** The edition of the data, raised when they change. */
    public function edition(): int
    {
        return $this->describe()->document->edition;
    }

    /** The title in Indonesian. */
    public function title(): string
    {
        return $this->describe()->document->title->id;
    }

    /**
     * The years in which assessments used it.
     *
     * @return list<int>
     */
    public function years(): array
    {
        return $this->describe()->document->legal->used_years ?? [];
    }

    /**
     * The codes of what is scored, in the order of levels by position.
     *
     * @return list<string>
     */
    public function codes(): array
    {
        return array_column($this->describe()->items, 'code');
    }

    /**
     * The official names of the predicates, lowest first.
     *
     * @return list<string>
     */
    public function predicates(): array
    {
        return array_map(static function (\stdClass $predicate): string {
            return $predicate->name->id;
        }, $this->describe()->document->predicates);
    }

    /**
     * The whole instrument, field by field as `docs/instruments.md` has it; enough to fill the tables of an
     * application.
     *
     * @return array<string, mixed>
     */
    public function document(): array
    {
        return $this->document ?? $this->document = json_decode((string) json_encode($this->describe()->document), true);
    }

    /**
     * The nodes of a tier above the indicators: `code`, `parent` (not in the top tier), `weight`, `name`.
     *
     * @return list<array<string, mixed>>
     */
    public function nodes(string $tier): array
    {
        return array_values(array_filter($this->document()['nodes'] ?? [], static function (array $node) use ($tier): bool {
            return $node['tier'] === $tier;
        }));
    }

    /**
     * The indicators: `code`, `parent`, `weight`, `name`, `levels` with criteria and evidence, ...
     *
     * @return list<array<string, mixed>>
     */
    public function indicators(): array
    {
        return $this->document()['indicators'];
    }

    /**
     * Scores one assessment.
     *
     * @param array<string, mixed> $options any of
     *     `missing`: `reject`, `minimum`, `zero`, `exclude` or `interval`; without it, as the instrument says;
     *     `predicate_basis`: `exact` or `published`; without it, as the instrument says for the year
     *
     * @throws SpbeException if there is no score, with every problem
     */
    public function score(Assessment $assessment, array $options = []): Score
    {
        $reply = $this->library->request($this->request('score', $options) + $assessment->fields());
        unset($reply->op);
        return new Score($reply);
    }

    /**
     * Whether printed results can be right.
     *
     * @param list<array<string, mixed>> $results each with `institution`, `year`, and what is printed: `index`,
     *     `predicate`, `domains`, `aspects` (code to value); values as text
     *
     * @return array<string, mixed> the audit, as `docs/json.md` describes it
     *
     * @throws SpbeException if they cannot be audited, with every problem
     */
    public function audit(array $results): array
    {
        $results = array_map(static function (array $result): array {
            foreach ($result as $field => $value) {
                // PHP has one kind of array: what is printed is by code, also where the codes are 0, 1, 2.
                $result[$field] = is_array($value) ? (object) $value : $value;
            }
            return $result;
        }, $results);
        $reply = $this->library->request($this->request('audit', ['results' => $results]));
        unset($reply->op);
        return json_decode((string) json_encode($reply), true);
    }

    /** The library that this instrument was asked of. */
    public function library(): Library
    {
        return $this->library;
    }

    /** How many decimals a published value has. */
    public function decimals(): int
    {
        return $this->describe()->document->publication->decimals;
    }

    /** @internal */
    public function kernel(): ?Transport\FfiKernel
    {
        return $this->kernel ?? $this->kernel = $this->library->kernel((string) json_encode($this->describe()->document));
    }

    /**
     * The fields of a request on this instrument.
     *
     * @param array<string, mixed> $options
     *
     * @return array<string, mixed>
     *
     * @internal
     */
    public function request(string $operation, array $options): array
    {
        $fields = ['op' => $operation, 'instrument' => $this->reference];
        if ($this->checksum !== null) {
            $fields['checksum'] = $this->checksum;
        }
        return $fields + $options;
    }

    private function describe(): \stdClass
    {
        return $this->description ?? $this->description = $this->library->request($this->request('describe', []));
    }
}
