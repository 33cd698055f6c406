"""Comments put at random between code and strings, in long files: each is found, and nothing else.

The oracle is the way the file was made: it knows of each line what it is.
"""

from __future__ import annotations

import ast
import os
import random

import pytest

from getcode_lsp.editing.text import Document, Point, Span
from getcode_lsp.prompts.comments import find_comment
from getcode_lsp.prompts.languages import language_for
from getcode_lsp.prompts.write_back import write_back
from tests.unit.test_write_back_forms import hostile

SEED = int(os.environ.get("GETCODE_SEED") or random.randrange(1 << 32))
RUNS = int(os.environ.get("GETCODE_RUNS") or 12)

_C_CODE = (
    "a = b;",
    'f("// x", "/* x");',
    "c = '\\'';",
    "/* @ts-ignore */",
    "d = e / f / g;",
    'h("\\"// x");',
)
_C_COMMENTS = (
    "// {}",
    "    // {}",
    "/* {} */",
    "/**\n * {}\n */",
    "x = 1; // {}",
    "f(/* {} */ a);",
    "/*\n{}\n*/",
)

# Code and strings of which no line is a prompt, and forms of a comment, each on lines of its own.
SOUPS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "python": (
        ("a = 1", "b = '# x'", 'c = """\n# x \\"""\n\'\'\'\n"""', "d = '''\n# \"\"\" x\n'''", "# noqa", 'e = "\\"# x"'),
        ("# {}", "    # {}", "a = 1  # {}", 'def f():\n    """{}"""', "class A:\n    '''\n    {}\n    '''"),
    ),
    "javascript": (
        (*_C_CODE, "a = `\n// x ${b + `/*`}\n`;", "r = /[/*]'\"`/;", "s = `${{ a: '}' }} // x`;"),
        _C_COMMENTS,
    ),
    "c": (_C_CODE, _C_COMMENTS),
    "cpp": ((*_C_CODE, 's = R"q(\n// x )" "\n)q";'), _C_COMMENTS),
    "csharp": ((*_C_CODE, 's = @"\n// x ""\n";', 't = """\n/* x "\n""";'), _C_COMMENTS),
    "rust": (
        ("let a = 1;", 'let s = "\n// x /*\n";', "let c = '\"';", 'let r = r#"\n// x "\n"#;', "fn f<'a>() {{}}"),
        (*_C_COMMENTS, "/// {}", "/* {} /* x */ */"),
    ),
    "kotlin": (('val a = """\n// x \\"""', "val b = '/'", 'val c = "/* x"'), _C_COMMENTS),
    "ruby": (
        ("a = 1", 'b = "# x"', "c = <<~EOS\n  # x '\nEOS", "d = /#/", "e = %q(\n# x\n)", "# rubocop:disable X"),
        ("# {}", "a = 1 # {}", "=begin\n{}\n=end"),
    ),
    "shellscript": (
        ("a=1", "b='\n# x\n'", 'c="$(echo "# x\'")"', "cat <<'EOF'\n# x ' \"\nEOF", "echo $# ${{a#b}} a#b", "# shellcheck disable=x"),
        ("# {}", "a=1 # {}"),
    ),
    "php": (
        ("<?php $a = 1;", "<?php $b = '\n// x ?>\n';", '<?php $c = <<<"E"\n// x\nE;', "?><p>// x</p><?php", "<?php $d = '#';"),
        ("<?php // {}", "<?php # {}", "<?php /* {} */", "?>\n<!-- {} -->\n<?php"),
    ),
    "lua": (("a = 1", "b = [[\n-- x\n]]", "c = '--'", "d = [==[ ]]\n--[[ x\n]==]"), ("-- {}", "a = 1 -- {}", "--[[ {} ]]", "--[=[\n{} ]] x\n]=]")),
    "haskell": (("a = 1", 'b = "-- {{- x"', "c = '\"'", "d --> e"), ("-- {}", "a = 1 -- {}", "{{- {} {{- x -}} -}}")),
    "sql": (("select 1;", "select '\n-- x\n';", "select 'it''s /*';"), ("-- {}", "select 1; -- {}", "/* {} */")),
    "html": (
        ("<p>it's // x</p>", "<script>\na = '<!-- x -->';\n</script>", "<style>\n/* @charset x */\n</style>", '<a b="">'),
        ("<!-- {} -->", "<p><!--\n{}\n--></p>", "<script>\n// {}\n</script>", "<style>\n/* {} */\n</style>"),
    ),
    "yaml": (("a: 1", "b: |\n  # x\n  c", "- d: >-\n    # x", "e: '# x'", "f: a#b"), ("# {}", "a: 1 # {}")),
    "markdown": (("# a", "```\n<!-- x -->\n```", "it's"), ("<!-- {} -->", "```python\n# {}\n```", "~~~js\n/* {} */\n~~~")),
}  # fmt: skip


def soup(
    language_id: str, chance: random.Random, pieces: int
) -> tuple[Document, list[tuple[int, str | None]]]:
    """A file, and for each line where something is expected the words of its comment, or None."""
    code, comments = SOUPS[language_id]
    lines: list[str] = []
    expected: list[tuple[int, str | None]] = []
    for number in range(pieces):
        if chance.random() < 0.35:
            form = chance.choice(comments)
            said = f"make it {number}"
            text = form.format(said)
            expected.append(
                (len(lines) + next(n for n, line in enumerate(text.split("\n")) if said in line), said)
            )
        else:
            text = chance.choice(code).replace("{{", "{").replace("}}", "}")
            expected.extend((len(lines) + n, None) for n in range(text.count("\n") + 1))
        lines.extend(text.split("\n"))
        lines.append("")
    return Document("\n".join(lines)), expected


@pytest.mark.parametrize("language_id", SOUPS)
def test_comments_among_strings_are_found_and_nothing_else(language_id: str) -> None:
    language = language_for(language_id)
    for run in range(RUNS):
        chance = random.Random(f"{SEED} {language_id} {run}")
        document, expected = soup(language_id, chance, 40)
        for line, said in expected:
            text = document.lines[line].rstrip("\n")
            column = text.index(said) if said else chance.randint(0, len(text))
            found = find_comment(document.lines, Span(Point(line, column), Point(line, column)), language)
            where = f"GETCODE_SEED={SEED}, run {run}, line {line}: {text!r}\n{document.text}"
            if said is None:
                assert found is None, where
            else:
                assert found is not None, where
                assert said in found.text, where


def test_python_itself_sees_the_docstring_that_was_written_and_the_same_code() -> None:
    chance = random.Random(SEED)
    language = language_for("python")
    for quote in ('"""', "'''", 'r"""', "'", '"'):
        end = quote[1:] if quote[0] == "r" else quote
        source = f"def f():\n    {quote}make it{end}\n    return 1\n"
        for _ in range(200):
            text = hostile(chance)
            document = Document(source)
            found = find_comment(document.lines, Span(Point(1, 10), Point(1, 10)), language)
            assert found is not None
            if not any(letter.isalnum() for letter in text):
                continue
            document.apply(document.splice(*found.span, write_back(found, text, width=60, line_end="\n")))
            where = f"GETCODE_SEED={SEED}: {text!r}\n{document.text}"
            definition = ast.parse(document.text).body[0]
            assert isinstance(definition, ast.FunctionDef), where
            assert ast.get_docstring(definition) is not None, where
            assert [type(node) for node in definition.body] == [ast.Expr, ast.Return], where
