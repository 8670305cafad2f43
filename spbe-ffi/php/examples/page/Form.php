<?php

declare(strict_types=1);

namespace Spbe\Examples\Page;

/**
 * What the user sent. Nothing of it is trusted: a field may be absent, a list, or not UTF-8.
 */
final class Form
{
    public const POLICIES = ['reject', 'minimum', 'zero', 'exclude', 'interval'];

    private const LONGEST = 200;

    public string $institution = '';
    public int $year;
    public string $missing;
    /** @var array<int|string, string> the level of each indicator by its code; empty where there is none */
    public array $levels;
    /** Whether there is something to score. */
    public bool $sent;

    /**
     * @param array<mixed>         $post     of the page
     * @param list<string>         $codes    of the instrument's indicators
     * @param list<int>            $years    in which the instrument was used
     * @param array<string, mixed> $example  what to show at first
     */
    public function __construct(array $post, array $codes, array $years, array $example)
    {
        $action = self::text($post, 'action');
        $this->missing = self::one(self::text($post, 'missing'), self::POLICIES);
        $this->levels = array_fill_keys($codes, '');
        $this->year = (int) self::one(self::text($post, 'year'), array_map('strval', array_reverse($years)));
        $this->sent = $action !== 'clear';
        if ($action === 'score' || $action === 'language') {
            $this->institution = self::text($post, 'institution');
            $given = isset($post['levels']) && is_array($post['levels']) ? $post['levels'] : [];
            foreach ($codes as $code) {
                $this->levels[$code] = self::text($given, $code);
            }
        } elseif ($this->sent) {
            $this->institution = $example['institution'];
            $this->year = $example['year'];
            $this->levels = array_combine($codes, array_map('strval', $example['levels']));
        }
    }

    /** How many indicators have an answer. */
    public function filled(): int
    {
        return count(array_diff($this->levels, ['']));
    }

    /**
     * The language to show: `id` or `en`.
     *
     * @param array<mixed> $post
     * @param array<mixed> $query
     */
    public static function language(array $post, array $query): string
    {
        $asked = self::text($post, 'action') === 'language' ? 'other' : 'language';
        return self::one(self::text($post, $asked) ?: self::text($query, 'language'), ['id', 'en']);
    }

    /**
     * A field as text; empty if there is none that can be shown.
     *
     * @param array<mixed> $fields
     */
    private static function text(array $fields, string $name): string
    {
        $value = $fields[$name] ?? '';
        $value = is_string($value) ? trim($value) : '';
        return strlen($value) <= self::LONGEST && preg_match('//u', $value) === 1 ? $value : '';
    }

    /**
     * The value if it is among the known ones, else the first of them.
     *
     * @param list<string> $known
     */
    private static function one(string $value, array $known): string
    {
        return in_array($value, $known, true) ? $value : $known[0];
    }
}
