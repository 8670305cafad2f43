<?php

declare(strict_types=1);

namespace Spbe\Tests;

use PhpParser\Lexer\Emulative;
use PhpParser\Node;
use PhpParser\Node\Expr;
use PhpParser\Node\Stmt;
use PhpParser\NodeTraverser;
use PhpParser\NodeVisitorAbstract;
use PhpParser\Parser\Php7;
use PHPUnit\Framework\TestCase;

require_once 'PhpParser/autoload.php';

/**
 * The package and its examples hold no syntax, function or class that came after PHP 7.4.
 *
 * No PHP 7.4 is at hand to run them on. So a parser reads each file with the words of 7.4 (`match`, `enum` and `readonly`
 * are plain names there), and what the later grammars added to the same words is looked for in the tree. An attribute on
 * a line of its own is a comment in 7.4. How a function behaves in 7.4 is not tested.
 *
 * @group once
 */
final class SyntaxTest extends TestCase
{
    /**
     * @return iterable<string, array{string}>
     */
    public function files(): iterable
    {
        $folder = (string) realpath(__DIR__ . '/../../spbe-ffi/php');
        $tree = new \RecursiveIteratorIterator(new \RecursiveDirectoryIterator($folder, \FilesystemIterator::SKIP_DOTS));
        foreach ($tree as $file) {
            if ($file->getExtension() === 'php') {
                yield substr($file->getPathname(), strlen($folder) + 1) => [$file->getPathname()];
            }
        }
    }

    public function testTheFilesAreThere(): void
    {
        $this->assertArrayHasKey('src/Library.php', iterator_to_array($this->files()));
    }

    /**
     * @dataProvider files
     */
    public function testAFileIsPhp74(string $file): void
    {
        $this->assertSame([], self::laterThan74((string) file_get_contents($file)));
    }

    /**
     * @return iterable<string, array{string}>
     */
    public function laterSyntax(): iterable
    {
        yield 'union type' => ['function f(int|string $a) {}'];
        yield 'mixed' => ['function f(): mixed {}'];
        yield 'static as a return type' => ['class C { function f(): static {} }'];
        yield 'promoted property' => ['class C { function __construct(private int $a) {} }'];
        yield 'named argument' => ['f(a: 1);'];
        yield 'null-safe call' => ['$a?->b();'];
        yield 'match' => ['$a = match ($b) { 1 => 2 };'];
        yield 'throw as an expression' => ['$a = $b ?? throw new E();'];
        yield 'catch without a variable' => ['try { f(); } catch (E) {}'];
        yield 'trailing comma of parameters' => ['function f($a, $b,) {}'];
        yield 'trailing comma of used variables' => ['$a = function () use ($b,) {};'];
        yield 'class of an object' => ['$a = $b::class;'];
        yield 'enumeration' => ['enum E { case A; }'];
        yield 'readonly' => ['class C { public readonly int $a; }'];
        yield 'first-class callable' => ['$a = strlen(...);'];
        yield 'intersection type' => ['function f(A&B $a) {}'];
        yield 'new in a default' => ['function f($a = new A()) {}'];
        yield 'octal prefix' => ['$a = 0o17;'];
        yield 'attribute before a parameter' => ['function f(#[A] $a) {}'];
        yield 'later function' => ['$a = str_contains($b, "c");'];
        yield 'later class' => ['$a = new \WeakMap();'];
        yield 'constant of a later version' => ['class C { final const A = 1; }'];
    }

    /**
     * @dataProvider laterSyntax
     */
    public function testLaterSyntaxIsNoticed(string $code): void
    {
        $this->assertNotSame([], self::laterThan74("<?php {$code}"));
    }

    /**
     * @return list<string> what is later, with its line
     */
    private static function laterThan74(string $code): array
    {
        $lexer = new Emulative([
            'phpVersion' => '7.4',
            'usedAttributes' => ['startLine', 'startTokenPos', 'endTokenPos'],
        ]);
        try {
            $tree = (new Php7($lexer))->parse($code);
        } catch (\PhpParser\Error $error) {
            return [$error->getMessage()];
        }
        $visitor = new class ($lexer->getTokens(), explode("\n", $code)) extends NodeVisitorAbstract {
            private const TYPES = ['mixed', 'never', 'null', 'false', 'true', 'static'];
            private const FUNCTIONS = [
                'str_contains', 'str_starts_with', 'str_ends_with', 'get_debug_type', 'get_resource_id', 'fdiv',
                'preg_last_error_msg', 'array_is_list', 'fsync', 'fdatasync', 'memory_reset_peak_usage', 'ini_parse_quantity',
                'json_validate', 'array_find', 'array_any', 'array_all', 'mb_str_pad', 'mb_trim', 'enum_exists',
            ];
            private const CLASSES = [
                'WeakMap', 'Stringable', 'ValueError', 'UnhandledMatchError', 'Attribute', 'PhpToken', 'Fiber', 'UnitEnum',
            ];

            /** @var list<string> */
            public array $found = [];
            /** @var array<mixed> */
            private array $tokens;
            /** @var list<string> */
            private array $lines;

            /**
             * @param array<mixed> $tokens
             * @param list<string> $lines
             */
            public function __construct(array $tokens, array $lines)
            {
                $this->tokens = $tokens;
                $this->lines = $lines;
            }

            public function enterNode(Node $node)
            {
                foreach ($this->later($node) as $name => $isLater) {
                    if ($isLater) {
                        $this->found[] = "{$name} in line {$node->getStartLine()}";
                    }
                }
                return null;
            }

            /**
             * @return array<string, bool>
             */
            private function later(Node $node): array
            {
                $function = $node instanceof Node\FunctionLike;
                $type = $function ? $node->getReturnType() : ($node->type ?? null);
                $default = $node instanceof Node\Param ? $node->default : null;
                return [
                    'union or intersection type' => $node instanceof Node\UnionType || $node instanceof Node\IntersectionType,
                    'later type' => ($type instanceof Node\Identifier || $type instanceof Node\Name)
                        && in_array($type->toLowerString(), self::TYPES, true),
                    'promoted property' => $node instanceof Node\Param && $node->flags !== 0,
                    'new in a default' => $default !== null && $this->creates($default),
                    'named argument' => $node instanceof Node\Arg && $node->name !== null,
                    'first-class callable' => $node instanceof Node\VariadicPlaceholder,
                    'null-safe operator' => $node instanceof Expr\NullsafePropertyFetch
                        || $node instanceof Expr\NullsafeMethodCall,
                    'match' => $node instanceof Expr\Match_,
                    'throw as an expression' => $node instanceof Expr\Throw_,
                    'catch without a variable' => $node instanceof Stmt\Catch_ && $node->var === null,
                    'enumeration' => $node instanceof Stmt\Enum_,
                    'attribute' => $node instanceof Node\AttributeGroup
                        && preg_match('/^\s*#\[[^\]]*\]$/', $this->lines[$node->getStartLine() - 1]) !== 1,
                    'readonly' => ($node instanceof Stmt\Property || $node instanceof Stmt\Class_)
                        && ($node->flags & Stmt\Class_::MODIFIER_READONLY) !== 0,
                    'final constant' => $node instanceof Stmt\ClassConst
                        && ($node->flags & Stmt\Class_::MODIFIER_FINAL) !== 0,
                    'class of an object' => $node instanceof Expr\ClassConstFetch && !$node->class instanceof Node\Name
                        && $node->name instanceof Node\Identifier && $node->name->toLowerString() === 'class',
                    'octal prefix' => $node instanceof Node\Scalar\LNumber
                        && stripos($this->tokens[$node->getStartTokenPos()][1] ?? '', '0o') === 0,
                    'trailing comma' => $function && $this->hasTrailingComma($node),
                    'later function' => $node instanceof Expr\FuncCall && $node->name instanceof Node\Name
                        && in_array($node->name->toLowerString(), self::FUNCTIONS, true),
                    'later class' => $node instanceof Node\Name && in_array($node->toString(), self::CLASSES, true),
                ];
            }

            private function creates(Expr $value): bool
            {
                return (new \PhpParser\NodeFinder())->findFirstInstanceOf([$value], Expr\New_::class) !== null;
            }

            private function hasTrailingComma(Node\FunctionLike $function): bool
            {
                $lists = [$function->getParams(), $function instanceof Expr\Closure ? $function->uses : []];
                foreach (array_filter($lists) as $list) {
                    $next = end($list)->getEndTokenPos() + 1;
                    while (is_array($this->tokens[$next]) && in_array($this->tokens[$next][0], [T_WHITESPACE, T_COMMENT], true)) {
                        $next++;
                    }
                    if ($this->tokens[$next] === ',') {
                        return true;
                    }
                }
                return false;
            }
        };
        $traverser = new NodeTraverser();
        $traverser->addVisitor($visitor);
        $traverser->traverse($tree ?? []);
        return $visitor->found;
    }
}
