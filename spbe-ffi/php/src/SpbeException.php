<?php

declare(strict_types=1);

namespace Spbe;

/**
 * What the library refuses, with every problem of the input.
 *
 * `getCode()` is the number of the first problem in the catalogue, `name()` its name. The subclass says at which stage
 * the input was refused; a number of a stage that this package does not know yet comes as this class itself.
 */
class SpbeException extends \RuntimeException
{
    private const STAGES = [
        1 => Exception\NumberException::class,
        2 => Exception\InstrumentException::class,
        3 => Exception\AssessmentException::class,
        4 => Exception\ScoreException::class,
        5 => Exception\AuditException::class,
        6 => Exception\BatchException::class,
        7 => Exception\RequestException::class,
        9 => Exception\BoundaryException::class,
    ];

    private string $name;
    /** @var list<Issue> */
    private array $issues;
    private int $total;

    /**
     * @param list<Issue> $issues
     */
    final public function __construct(
        string $message,
        int $number = 0,
        string $name = '',
        array $issues = [],
        ?int $total = null,
        ?\Throwable $previous = null
    ) {
        parent::__construct($message, $number, $previous);
        $this->name = $name;
        $this->issues = $issues;
        $this->total = $total ?? count($issues);
    }

    /**
     * The exception for the `error` of a reply.
     *
     * @param array<string, mixed> $error
     *
     * @internal
     */
    public static function fromReply(array $error): self
    {
        $number = (int) $error['number'];
        $class = self::STAGES[intdiv($number, 100)] ?? self::class;
        $issues = [];
        foreach ($error['issues'] ?? [] as $issue) {
            $issues[] = new Issue($issue);
        }
        $total = isset($error['total']) ? (int) $error['total'] : null;
        return new $class((string) $error['message'], $number, (string) $error['code'], $issues, $total);
    }

    /** The name in the catalogue, such as `assessment.level_out_of_range`. */
    public function name(): string
    {
        return $this->name;
    }

    /**
     * The problems, each with its place; at most 100 of them.
     *
     * @return list<Issue>
     */
    public function issues(): array
    {
        return $this->issues;
    }

    /** How many problems there are, listed or not. */
    public function total(): int
    {
        return $this->total;
    }
}
