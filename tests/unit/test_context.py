"""What goes with a prompt: the file's name, or the function around the comment, never more than was allowed."""

from __future__ import annotations

import random
import secrets

import pytest

from getcode_lsp.editing.text import Point, Span, content, split_lines
from getcode_lsp.prompts.context import BLOCKS, context_for, enclosing, file_name
from getcode_lsp.prompts.languages import LANGUAGES, language_for


def placed(text: str) -> tuple[list[str], Span]:
    """The lines of a text, and the span from `$0` to the end of its line."""
    before, _, after = text.partition("$0")
    lines = split_lines(before + after)
    line = before.count("\n")
    column = len(before) - (before.rfind("\n") + 1)
    return lines, Span(Point(line, column), Point(line, len(content(lines[line]))))


def around(language: str, text: str) -> str | None:
    lines, span = placed(text)
    found = enclosing(lines, span, language_for(language))
    return None if found is None else "".join(lines[found[0] : found[1] + 1])


FUNCTIONS = {
    "python": ("x = 1\n\n", "def f(a):\n    if a:\n        $0# here\n        return 1\n    return 2\n", "\ny = 2\n"),
    "python, decorated, of several lines": (
        "x = 1\n",
        "@one\n@two(1)\nasync def f(\n    a,\n    b,\n) -> int:\n    $0# here\n    return 1\n",
        "\n\ndef g():\n    pass\n",
    ),
    "python, text at the left edge": ("", "def f():\n    '''doc\ndef g():\n'''\n    $0# here\n    return\n", "x = 1\n"),
    "python, a method": ("class A:\n    y = 1\n\n", "    def f(self):\n        $0# here\n        pass\n", "\n    z = 2\n"),
    "python, a class": ("import os\n", "class A:\n    $0# here\n\n    def f(self):\n        pass\n", "\nA()\n"),
    "python, a comment at the end": ("", "def f():\n    return 1\n    $0# here\n", "\nx = 1\n"),
    "go": ("package a\n\n", 'func F(s string) error {\n\tif s == "}" {\n\t\t$0// here\n\t}\n\treturn nil\n}\n', "\nfunc G() {}\n"),
    "javascript": ("let a = {};\n", "function f(a) {\n  for (;;) {\n    $0// here\n  }\n}\n", "f();\n"),
    "javascript, an arrow": ("", "const f = async (a) => {\n  $0// here\n};\n", "f();\n"),
    "javascript, a method": ("class A {\n", "  f(a) {\n    a.replace(/{/g, `}${a}`);\n    $0// here\n  }\n", "  g() {}\n}\n"),
    "typescript": ("", "export function f(a: { b: number }): Promise<void> {\n  $0// here\n}\n", "f();\n"),
    "java": ("class A {\n", '    public int f(int a) {\n        char c = \'{\';\n        $0// here\n    }\n', "}\n"),
    "csharp": ("class A\n{\n", "    public int F(int a)\n    {\n        foreach (var b in c)\n        {\n            $0// here\n        }\n    }\n", "}\n"),
    "rust": ("impl<'a> X<'a> {\n", "    fn f(&'a self) -> Option<&'a str> {\n        $0// here\n        None\n    }\n", "}\n"),
    "c": ("int x;\n", "static int\nf(int a,\n  int b)\n{\n    /* } */\n    $0// here\n}\n", "int y;\n"),
    "php": ("<?php\n", "function f($a) {\n    $0# here\n    return $a['}'];\n}\n", "f(1);\n"),
    "kotlin": ("", "fun f(a: Int): Int {\n    $0// here\n    return a\n}\n", "f(1)\n"),
    "ruby": ("class A\n", "  def f(x)\n    x.each do |y|\n      $0# here\n    end\n  end\n", "\n  def g; end\nend\n"),
    "lua": ("", "local function f(a)\n  $0-- here\n  return a\nend\n", "print(1)\n"),
    "elixir": ("defmodule A do\n", "  def f(a) do\n    $0# here\n    a\n  end\n", "end\n"),
    "vue": ("<template>\n  <p>{{ a }}</p>\n</template>\n<script>\nexport default {\n  methods: {\n", "    f() {\n      $0// here\n    },\n", "  },\n}\n</script>\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_function_around_a_comment_is_found(name: str) -> None:
    before, function, after = FUNCTIONS[name]
    found = around(name.partition(",")[0], before + function + after)
    if name == "c":  # the line of the result's type is not known to belong to it
        assert found == function.replace("$0", "").removeprefix("static int\n")
    else:
        assert found == function.replace("$0", "")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("python", "$0# top\ndef f():\n    pass\n"),
        ("python", "def f():\n    pass\n$0# below\n"),
        ("python", "if a:\n    $0# here\n    pass\n"),
        ("go", "func F() {}\n\n$0// below\n\nfunc G() {}\n"),
        ("css", "a {\n  $0/* here */\n}\n"),
        ("html", "<p>{</p>\n$0<!-- here -->\n"),
        ("vue", "<template>\n$0<!-- here -->\n</template>\n<script>\nfunction f() {}\n</script>\n"),
        ("markdown", "# a\n\n$0words\n"),
        ("plaintext", "words\n\n$0more words\n"),
        ("cobol", "x {\n  $0// here\n}\n"),
        ("go", "}}}}\n$0// here\n"),
    ],
)
def test_where_there_is_none_nothing_is_found(language: str, text: str) -> None:
    assert around(language, text) is None
    lines, span = placed(text)
    assert context_for("function", lines, span, language_for(language), "file:///a", 4000) == ""


def test_by_default_there_is_nothing() -> None:
    lines, span = placed(FUNCTIONS["go"][1])
    assert context_for("none", lines, span, language_for("go"), "file:///a/b.go", 4000) == ""


@pytest.mark.parametrize(
    ("uri", "name"),
    [
        ("file:///home/me/shop%20%C3%A9.py", "shop é.py"),
        ("file:///c%3A/a/b.ts", "b.ts"),
        ("untitled:Untitled-1", "Untitled-1"),
        ("file:///a/b%0Ac.py", "bc.py"),
        ("file:///a/..%5Cb.py", "b.py"),
    ],
)
def test_the_files_name_is_its_name_alone(uri: str, name: str) -> None:
    assert file_name(uri) == name
    said = context_for("file", ["x"], Span(Point(0, 0), Point(0, 1)), language_for("go"), uri, 4000)
    assert said == f"It goes into the file {name}."


def test_a_long_function_keeps_its_header_and_what_is_near() -> None:
    body = "".join(f"    a{number} = {number}\n" for number in range(1000))
    lines, span = placed(f"def f():\n{body}    $0# here\n{body}")
    told = context_for("function", lines, span, language_for("python"), "file:///a.py", 500)
    assert len(told) <= 500
    shown = told.split("\n")[2:]
    assert shown[0] == "def f():"
    assert shown[1].endswith("lines left out …]")
    assert shown[-1].endswith("lines left out …]")
    assert "    a999 = 999\n    # here\n    a0 = 0\n" in told
    assert all(f"{line}\n" in lines for line in (*shown[:1], *shown[2:-1]))


def test_a_line_that_is_too_long_is_left_out_whole() -> None:
    lines, span = placed("def f():\n    x = '" + "y" * 10_000 + "'\n    $0# here\n    return x\n")
    told = context_for("function", lines, span, language_for("python"), "file:///a.py", 400)
    assert "yyy" not in told
    assert "def f():\n[… 1 line left out …]\n    # here\n    return x" in told


def test_every_language_of_the_table_is_one_of_ours() -> None:
    assert set(BLOCKS) <= {language.id for language in LANGUAGES}


def test_whatever_the_text_the_size_holds_and_the_comment_is_in_it() -> None:
    seed = secrets.randbelow(2**32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    pieces = [
        "{",
        "}",
        "(",
        ")",
        "def f():",
        "fn g() {",
        "class A {",
        "'",
        '"',
        '"""',
        "/*",
        "*/",
        "//",
        "#",
        "  ",
        "\t",
        "é😀",
        "=>",
        "end",
    ]
    for _ in range(300):
        count = dice.randrange(1, 40)
        made = ["".join(dice.choices(pieces, k=dice.randrange(0, 6))) for _ in range(count)]
        at = dice.randrange(count)
        made[at] = "    // here"
        lines = split_lines("\n".join(made))
        span = Span(Point(at, 4), Point(at, 11))
        most = dice.choice([0, 50, 200, 1000])
        for language in ("go", "python", "rust", "javascript", "vue", "lua"):
            found = enclosing(lines, span, language_for(language))
            if found is not None:
                assert 0 <= found[0] <= at <= found[1] < len(lines)
            told = context_for("function", lines, span, language_for(language), "file:///a", most)
            assert len(told) <= most
