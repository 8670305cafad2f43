<?php

declare(strict_types=1);

namespace Spbe\Examples\Page;

/**
 * Shows a template. Every text goes through `text()`, so that none of it can become markup.
 */
final class View
{
    public string $language;
    /** @var array<string, mixed> */
    private array $texts;

    /**
     * @param string                              $language `id` or `en`
     * @param array<string, array<string, mixed>> $texts    what the page says, by language
     */
    public function __construct(string $language, array $texts)
    {
        $this->language = $language;
        $this->texts = $texts[$language];
    }

    /**
     * Prints a page.
     *
     * @param array<string, mixed> $values what the template shows
     */
    public function show(string $template, array $values): void
    {
        header('Content-Type: text/html; charset=utf-8');
        $view = $this;
        extract($values, EXTR_SKIP);
        require __DIR__ . '/templates/layout.php';
    }

    /** A text for HTML, in an element or in an attribute with quotes. */
    public function text(?string $text): string
    {
        return htmlspecialchars((string) $text, ENT_QUOTES | ENT_SUBSTITUTE | ENT_HTML5, 'UTF-8');
    }

    /**
     * A text of the page itself, with values in its places.
     *
     * @param int|string ...$values
     */
    public function say(string $name, ...$values): string
    {
        return $this->text(vsprintf($this->texts[$name], $values));
    }

    /** One of several texts of the page. */
    public function choice(string $name, string $key): string
    {
        return $this->text($this->texts[$name][$key]);
    }

    /**
     * A name of the instrument in the language of the page, else in Indonesian.
     *
     * @param array{id: string, en?: string} $name
     */
    public function name(array $name): string
    {
        return $this->text($name[$this->language] ?? $name['id']);
    }

    /**
     * The official name in small print, where the page does not show it anyway.
     *
     * @param array{id: string, en?: string} $name
     */
    public function official(array $name): string
    {
        $shown = $name[$this->language] ?? $name['id'];
        return $shown === $name['id'] ? '' : ' <small class="official" lang="id">' . $this->text($name['id']) . '</small>';
    }

    /** A published value: two decimals, with the decimal sign of the language. */
    public function published(?float $value): string
    {
        return $value === null ? '–' : number_format($value, 2, $this->texts['point'], '');
    }

    /** An exact value, which is text already. */
    public function exact(?string $value): string
    {
        return $value === null ? '–' : $this->text(str_replace('.', $this->texts['point'], $value));
    }

    /**
     * The cells of a node: published and exact, or what is possible.
     *
     * @param array{lowest: float, highest: float, lowest_exact: string, highest_exact: string}|null $range
     */
    public function cells(?float $published, ?string $exact, ?array $range): string
    {
        $both = $range === null ? [$this->published($published), $this->exact($exact)] : [
            $this->published($range['lowest']) . '–' . $this->published($range['highest']),
            $this->exact($range['lowest_exact']) . ' – ' . $this->exact($range['highest_exact']),
        ];
        return '<td class="number">' . implode('</td><td class="number">', $both) . '</td>';
    }
}
