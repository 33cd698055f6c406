"""Prompts that try to leave a string, comment or name of the generated code. Every failure prints its seed."""

from __future__ import annotations

import ast
import builtins
import random
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from getcode_lsp.service.engines.base import EngineRefusal
from tests.service.scaffold.programs import (
    LANGUAGES,
    assert_compiles,
    generated,
    node_binary,
    php_binary,
    running,
)
from tests.service.scaffold.readings import READINGS

ATTACKS = (
    '"""', "'''", '"', "'", "`", "\\", "\\\\", "*/", "/*", "//", "#", "${process.exit(1)}", "${", "}", "{", "%s", "{0}",
    '"); pwned(); ("', "'); pwned(); ('", '"""\nimport pwned\n"""', "*/ pwned(); /*", "\n", "\r", "\r\n", "\u2028", "\u2029",
    "\x0b", "\x0c", "\x85", "\x00", "\u202e", "\u2066", "\u200d", "\ufeff", "\ud800", "<!--", "-->", "</script>", "# noqa",
    "__import__('os')", "__proto__", "constructor", "prototype", "toString", "__class__", "eval(1)", "lambda", "class", "def",
    "\N{FULLWIDTH QUOTATION MARK}", "\N{LEFT DOUBLE QUOTATION MARK}", "𝐜𝐥𝐚𝐬𝐬", "ﬁ", "é", "ß", "名", "🙂", "١٢", "9" * 40, "-1", "1e999", "NaN",
    "null", "None", "true", "a" * 300, "# type: ignore", "# fmt: off", "// eslint-disable", "(" * 30, ")" * 30, "[]", "::", ",,", "%", "@", "$",
)  # fmt: skip
ROLES = (
    "API for {x} with name", "API for books (title, {x})", "books: title, status: {x}, open or closed", 'a {x} API with books (title)',
    "books with title (default {x})", 'API called "{x}" for books with title', "books (title, kind (one of {x}, b or c))",
    "books with title. {x}", "{x}", "books have title, {x} and a price", "API for books. It should also {x} everything.",
    "books (title max {x} characters, pages between {x} and 9)", 'books (title, mood: "{x}" | "b")',
)  # fmt: skip
RUNS = 400


def hostile(seed: int) -> str:
    """A role filled with attacks, or an ordinary prompt with attacks thrown in."""
    chance = random.Random(seed)
    text = "".join(chance.choice(ATTACKS) for _ in range(chance.randint(1, 3)))
    if chance.random() < 0.6:
        return chance.choice(ROLES).replace("{x}", text)
    prompt = chance.choice(READINGS)[0]
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(prompt) + 1)
        prompt = prompt[:at] + chance.choice(ATTACKS) + prompt[at + chance.choice((0, 0, 1, 5)) :]
    return prompt


def outputs(language: str, seeds: range) -> dict[int, str]:
    found = {seed: generated_or_refused(hostile(seed), language) for seed in seeds}
    return {seed: code for seed, code in found.items() if code}


def generated_or_refused(prompt: str, language: str) -> str:
    try:
        return generated(prompt, language)
    except EngineRefusal:
        return ""


IMPORTED = {
    "datetime", "itertools", "json", "os", "re", "sqlite3", "collections.abc", "pathlib", "typing", "uvicorn", "fastapi",
    "fastapi.exceptions", "fastapi.responses", "pydantic",
}  # fmt: skip
CALLED_BUILTINS = {"ValueError", "any", "dict", "getattr", "int", "isinstance", "list", "max", "next"}


def test_python_has_the_statements_of_the_template_and_no_others() -> None:
    codes = outputs("python", range(RUNS))
    assert len(codes) > RUNS / 3
    for seed, code in codes.items():
        tree = ast.parse(code)  # a seed that fails here is shown by the next line's message
        problem = foreign(tree)
        assert not problem, f"seed {seed}: {problem}\n{hostile(seed)!r}\n{code[:2000]}"
        assert ast.get_docstring(tree), f"seed {seed}"
        assert_harmless(code, seed)


def foreign(tree: ast.Module) -> str:
    defined = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
    imported: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules = {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules = {node.module or ""}
            imported |= {alias.name for alias in node.names}
        else:
            continue
        if not modules <= IMPORTED:
            return f"imports {modules - IMPORTED}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = node.func.id
            if name not in defined | imported | CALLED_BUILTINS | {"model"}:
                return f"calls {name}"
        elif isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant | ast.Call | ast.Await):
            return f"has a bare {ast.dump(node.value)[:80]}"
    clashes = defined & set(dir(builtins)) - {"open"}
    return f"shadows {clashes}" if clashes else ""


def assert_harmless(code: str, seed: int) -> None:
    odd = re.findall(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]", code
    )
    assert not odd, f"seed {seed}: {odd} in {hostile(seed)!r}"


_LITERAL = r'(?:"[^"\\\n]*"|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|true|false|\[\]|\{\}|\[(?:"[^"\\\n]*"|-?\d+)(?:, (?:"[^"\\\n]*"|-?\d+))*\])'
_KEY = r'(?:[A-Za-z]\w*|"[\w-]+")'
_ENTITY_LINE = re.compile(
    rf" {{2,8}}(?:\}},|{_KEY}: \{{|{_KEY}: \{{ {_KEY}: {_LITERAL}(?:, {_KEY}: {_LITERAL})* \}},|{_KEY}: {_LITERAL},)"
)


def test_javascript_differs_from_the_template_in_its_header_and_description_only(tmp_path: Path) -> None:
    codes = outputs("nodejs", range(RUNS))
    templates = set()
    for seed, code in codes.items():
        assert_harmless(code, seed)
        assert code.startswith("/*\n")
        _, rest = code.split("*/", 1)
        assert rest.startswith('\n\n"use strict";\n'), f"seed {seed}: {hostile(seed)!r}"
        before, entities = rest.split("const entities = {\n", 1)
        entities, after = entities.split("\n};", 1)
        for line in entities.split("\n"):
            assert _ENTITY_LINE.fullmatch(line), f"seed {seed}: {line!r} from {hostile(seed)!r}"
        templates.add(before + after)
    types = 9  # the kinds of references, of lists, and those types that READINGS and ROLES reach, beside the two kinds of storage
    assert len(templates) < 2**types / 2
    bundle = tmp_path / "all.js"
    bundle.write_text("\n".join(f"() => {{\n{code}\n}};" for code in codes.values()), encoding="utf-8")
    done = subprocess.run([node_binary(), "--check", bundle], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[:2000]


def test_typescript_compiles_whatever_the_prompt_holds(tmp_path: Path, express: Path) -> None:
    for seed, code in outputs("typescript", range(0, RUNS, 3)).items():
        assert_harmless(code, seed)
        (tmp_path / f"seed_{seed}.ts").write_text(code, encoding="utf-8")
    assert_compiles(tmp_path, express)


def test_php_differs_from_the_template_in_its_header_and_description_only(tmp_path: Path) -> None:
    templates = set()
    codes = outputs("php", range(RUNS))
    for seed, code in codes.items():
        assert_harmless(code, seed)
        assert code.startswith("<?php\n\n/*\n")
        head, rest = code.split("*/", 1)
        assert "?>" not in head, f"seed {seed}"
        before, entities = rest.split("const ENTITIES = [\n", 1)
        entities, after = entities.split("\n];", 1)
        # Without its strings a description is keys, numbers and brackets.
        bare = re.sub(r"'(?:[^'\\\n]|\\')*'", "", entities)
        assert not re.search(r"[^\s\[\]=>,.\-+\d]", re.sub(r"\b(?:true|false|e)\b|(?<=\d)e", "", bare)), (
            f"seed {seed}: {bare}"
        )
        templates.add(before + after)
    assert len(templates) < len(codes) / 2
    for seed in list(codes)[::40]:
        file = tmp_path / f"seed_{seed}.php"
        file.write_text(codes[seed], encoding="utf-8")
        done = subprocess.run([php_binary(), "-l", file], capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"seed {seed}: {done.stdout}"


def test_formatting_and_lint_hold_for_odd_names_too(tmp_path: Path) -> None:
    for seed, code in outputs("python", range(0, RUNS, 5)).items():
        (tmp_path / f"seed_{seed}.py").write_text(code, encoding="utf-8")
    for arguments in (["format", "--diff"], ["check"]):
        command = [
            sys.executable,
            "-m",
            "ruff",
            *arguments,
            "--isolated",
            "--target-version=py310",
            str(tmp_path),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]


@pytest.mark.parametrize("field", ["total {{x}}", "{{}}", "price ((5))", "name [[x]]", "a {{{y}}} b"])
def test_brackets_in_brackets_are_no_type(field: str) -> None:
    assert "title" in generated(f"API for books with title, {field}", "python")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hostile_prompt_gives_a_program_that_runs(language: str, tmp_path: Path, express: Path) -> None:
    prompt = (
        'API called */ for books with title (default */`${1}), mood (a""b or */c or \\), class, __proto__, '
        "constructor, toString, valueOf, def, None, true, json, dict, list, str, schema, model fields, self and 2fast"
    )
    with running(generated(prompt, language), language, tmp_path, express) as program:
        assert program("GET", "/books") == []
        program("POST", "/books", {"title": 5}, (400, 422))


LONG = (
    "(", "books with ", "a, ", "each book has title and ", "x: ", "- a\n", "books (title) ", "is ", "one of ", "a b c d e f ",
    "authors with name and ", "- a\n  - b\n", "{", '"', "books with title, authors with name, ", "a of ",
)  # fmt: skip


@pytest.mark.parametrize("text", LONG)
def test_a_long_prompt_is_read_or_refused_in_seconds(text: str) -> None:
    began = time.process_time()
    generated_or_refused((text * 20_000)[:19_990], "nodejs")
    generated_or_refused("".join(" " * depth + text.strip() + "\n" for depth in range(190)), "nodejs")
    assert time.process_time() - began < 10
