"""The documentation says what the code does: settings, errors, faults, commands."""

from __future__ import annotations

import ast
import functools
import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs import settings_page
from getcode_lsp import attachments, cli
from getcode_lsp.api import errors
from getcode_lsp.editing.session import Stop
from getcode_lsp.service.access.limits import DEFAULT_LIMITS
from getcode_lsp.settings import SETTINGS

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "getcode_lsp"
# Exceptions of their own that end as a message to the user.
OTHER_ERRORS = ("LocalServiceUnavailable", "CredentialsError", "ServeError")


def text_of(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


@pytest.mark.parametrize("path", settings_page.written(), ids=str)
def test_the_settings_are_written_down_as_they_are(path: Path) -> None:
    assert text_of(str(path)) == settings_page.written()[path], "run `make docs`"


def test_the_settings_for_vs_code_are_json_that_its_schema_takes() -> None:
    properties = settings_page.properties()
    assert len(properties) == len(SETTINGS)
    json.dumps(properties, allow_nan=False)
    for row in properties.values():
        assert isinstance(row, dict)
        assert {"type", "default", "description"} <= set(row)


def test_the_help_page_fits_a_help_window() -> None:
    assert [line for line in settings_page.neovim_page().split("\n") if len(line) > 78] == []


@functools.cache
def error_classes() -> dict[str, str]:
    """Every subclass of GetCodeError in the package, by a look at the sources, and where it is."""
    found: dict[str, str] = {}
    known = {"GetCodeError"}
    trees = {path: ast.parse(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")}
    grown = True
    while grown:
        grown = False
        for path, tree in trees.items():
            for node in ast.walk(tree):
                bases = (
                    {ast.unparse(base).rpartition(".")[2] for base in node.bases}
                    if isinstance(node, ast.ClassDef)
                    else set()
                )
                if isinstance(node, ast.ClassDef) and bases & known and node.name not in known:
                    known.add(node.name)
                    found[node.name] = str(path.relative_to(ROOT))
                    grown = True
    return found


def entries() -> dict[str, str]:
    """The sections of docs/errors.md by their headings of the third rank."""
    parts = re.split(r"^### (.+)$", text_of("docs/errors.md"), flags=re.MULTILINE)
    return {
        name: re.split(r"^## ", body, flags=re.MULTILINE)[0]
        for name, body in zip(parts[1::2], parts[2::2], strict=True)
    }


def test_every_error_has_its_entry() -> None:
    assert len(error_classes()) >= 18
    missing = [f"{name} ({path})" for name, path in error_classes().items() if name not in entries()]
    assert not missing, f"docs/errors.md has no entry for {missing}"
    assert set(entries()) == {*error_classes(), *OTHER_ERRORS}
    assert all(len(entry.split()) >= 12 for entry in entries().values())


def test_the_entries_quote_what_is_said() -> None:
    defaults = {
        name: kind.default
        for module in (errors, attachments)
        for name, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, errors.GetCodeError) and kind is not errors.GetCodeError
    }
    wrong = [name for name, said in defaults.items() if f'"{said}"' not in entries()[name]]
    assert not wrong, f"docs/errors.md does not quote the default message of {wrong}"


def said_in_an_editor() -> Iterator[tuple[str, str]]:
    """What the language server's sources hold as messages, in pieces around what is filled in, and where."""
    for path in sorted((PACKAGE / "server").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            told: list[ast.expr] = []
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).isupper():
                told = [node.value]
            elif isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "show":
                told = node.args[1:]
            elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("NotOpened", "sentence"):
                told = node.args
            for text in told:
                for piece in _pieces(text):
                    yield path.name, piece


def _pieces(text: ast.expr) -> Iterator[str]:
    values = text.values if isinstance(text, ast.JoinedStr) else [text]
    for value in values:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            piece = " ".join(value.value.split())
            if len(piece.split()) >= 4:  # fewer are no sentence, or say what the sentence around them says
                yield piece


def test_every_message_in_an_editor_is_explained() -> None:
    page = " ".join(text_of("docs/errors.md").split())
    found = list(said_in_an_editor())
    assert len(found) > 20
    assert [f"{name}: {piece}" for name, piece in found if piece not in page] == []


def test_every_reason_for_a_stop_is_explained() -> None:
    page = text_of("docs/errors.md")
    assert [stop.value for stop in Stop if f"| {stop.value} |" not in page] == []


def test_the_exit_codes_are_those_of_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    helped = capsys.readouterr().out.partition("exit codes:")[2].partition("\n\n")[0]
    codes = re.findall(r"^  (\d+) ", helped, re.MULTILINE)
    documented = re.findall(
        r"^\| (\d+) \|", text_of("docs/errors.md").partition("## Exit codes")[2], re.MULTILINE
    )
    assert codes == documented == ["0", "1", "2", "3", "4", "130"]


def pages() -> list[str]:
    """The first pages and everything in docs."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


@pytest.mark.parametrize("page", pages())
def test_links_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text_of(page)):
        assert ((ROOT / page).parent / target).exists(), f"{page} links to {target}"


def test_readme_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    commands = re.findall(r"^    ([a-z]+) ", capsys.readouterr().out, re.MULTILINE)
    assert {"generate", "doctor", "recover"} <= set(commands)
    readme = text_of("README.md")
    assert [name for name in commands if f"getcode-lsp {name}" not in readme] == []


def test_the_page_of_the_service_names_every_option_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    helped = ""
    for words in (["serve"], ["keys", "add"], ["history"], ["history", "remove"]):
        assert cli.main([*words, "--help"]) == 0
        helped += capsys.readouterr().out
        if words == ["serve"]:
            of_serve = set(re.findall(r"^  (--[a-z-]+)", helped, re.MULTILINE))
            variables = set(re.findall(r"GETCODE_[A-Z_]+", helped))
    page = text_of("docs/service.md")
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", page))
    assert of_serve - named == set()
    assert named - set(re.findall(r"--[a-z][a-z-]+", helped)) == set()
    assert {"GETCODE_SERVICE_KEY", "GETCODE_SERVICE_DATA", "GETCODE_REDIS_URL"} <= variables
    assert set(re.findall(r"GETCODE_[A-Z_]+", page)) <= variables | {"GETCODE_BASE_URL"}


def test_the_limits_are_those_of_the_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["serve", "--help"]) == 0
    helped = re.sub(r"\s+", "", capsys.readouterr().out)
    assert ",".join(f"{plan.word}={most}" for plan, most in DEFAULT_LIMITS.items()) in helped
    rows = re.findall(r"^\| (\w+) \| .* \| (\d+) \|$", text_of("docs/service.md"), re.MULTILINE)
    assert [(word, int(most)) for word, most in rows] == [
        (plan.word, most) for plan, most in DEFAULT_LIMITS.items()
    ]
