"""The floors of the house: an import goes down only, and each outside package has the parts that may use it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = "getcode_lsp"

# From top to bottom. A part may import what stands below it, and itself.
FLOORS = (
    "__main__",
    "cli",
    "demo",
    "server",
    "rewriting",
    "generation",
    "delivery",
    "local_service",
    "recovery",
    "attachments",
    "api",
    "sse",
    "prompts",
    "editing",
    "credentials",
    "settings",
)
# The service stands beside the house: it may import these alone, and only the command line imports it.
SERVICE_IMPORTS = ("sse", "settings", "api.events")
# Its own floors, from top to bottom.
SERVICE_FLOORS = (
    "serve",
    "app",
    "composing",
    "listening",
    "playground",
    "endpoints",
    "history",
    "access",
    "database",
    "analysis",
    "engines",
    "models",
    "http",
    "errors",
)

# Outside packages and the parts that may import them.
OWNERS = {
    "pygls": ("server",),
    "lsprotocol": ("server",),
    "starlette": ("service",),
    "sse_starlette": ("service",),
    "uvicorn": ("service",),
    "fastapi": (),
    "anyio": ("service",),
    "httpx": ("api.client", "api.exchange", "api.transport", "service.engines.openai", "service.models"),
    "httpx_sse": ("sse",),
    "truststore": ("api.certificates",),
    "certifi": ("api.certificates",),
    "rich": ("demo",),
    "keyring": ("credentials",),
    "platformdirs": ("credentials", "recovery", "service.database", "service.models"),
    "pypdf": ("service.analysis",),
    "pdfplumber": ("service.analysis",),
    "pdfminer": ("service.analysis",),
    "pypdfium2": ("service.analysis",),
    "PIL": ("service.analysis",),
    "rapidocr": ("service.analysis",),
    "cv2": ("service.analysis",),
    "numpy": ("service.analysis",),
    "xllamacpp": ("service.engines.llama",),
    "limits": ("service.access.redis_limits",),
    "redis": ("service.access.redis_limits",),
}
PURE = ("editing", "prompts")
IMPURE_MODULES = (
    "asyncio datetime http logging os pathlib random secrets select selectors socket subprocess sys tempfile "
    "threading time urllib.request"
).split()
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
MOST_LINES = 420


class Import(NamedTuple):
    target: str  # dotted, "getcode_lsp.editing.text"
    line: int
    runs_at_import: bool  # not inside a function or `if TYPE_CHECKING`


def imports_of(source: str, module: str, is_package: bool = False) -> Iterator[Import]:
    """Every import of a source, wherever it stands in it; `from a import b` gives both `a` and `a.b`."""

    def visit(node: ast.AST, runs: bool) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno, runs)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = module.split(".")
                here = parts[: len(parts) - node.level + is_package]
                base = ".".join([*here, base] if base else here)
            for alias in node.names:
                yield Import(f"{base}.{alias.name}", node.lineno, runs)
        checking = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        inner = (
            runs
            and not checking
            and not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        )
        for child in ast.iter_child_nodes(node):
            yield from visit(child, inner)

    yield from visit(ast.parse(source), True)


def within(dotted: str, part: str) -> bool:
    return dotted == part or dotted.startswith(f"{part}.")


def part_of(module: str) -> str:
    """The part of the house: `getcode_lsp.editing.text` is in `editing`; the package itself is ""."""
    return module.removeprefix(PACKAGE).lstrip(".").partition(".")[0]


def part_of_service(module: str) -> str:
    """Of the service: `getcode_lsp.service.http.bodies` is in `http`; of what is none of its parts ""."""
    return module.removeprefix(f"{PACKAGE}.service").lstrip(".").partition(".")[0]


def complaint(module: str, target: str) -> str | None:
    """Why a module may not import a target; None where it may."""
    own = module.removeprefix(f"{PACKAGE}.")
    outside = target.partition(".")[0]
    if outside != PACKAGE:
        if outside in OWNERS and not any(within(own, owner) for owner in OWNERS[outside]):
            return f"{outside} is for {', '.join(OWNERS[outside]) or 'nobody'}"
        if part_of(module) in PURE and any(within(target, impure) for impure in IMPURE_MODULES):
            return f"{part_of(module)} is pure"
        return None
    here, there = part_of(module), part_of(target)
    inner = target.removeprefix(f"{PACKAGE}.")
    if here == there == "service":
        return upward(SERVICE_FLOORS, part_of_service(module), part_of_service(target))
    if here == there or there not in (*FLOORS, "service"):  # the latter: a name of the package itself
        return None
    if here == "service":
        allowed = any(within(inner, name) for name in SERVICE_IMPORTS)
        return None if allowed else f"the service imports {', '.join(SERVICE_IMPORTS)} only"
    if there == "service":
        return None if here == "cli" else "only the command line imports the service"
    return upward(FLOORS, here, there)


def upward(floors: Sequence[str], here: str, there: str) -> str | None:
    """What is wrong with an import between two floors; None where it goes down or stays."""
    if here in floors and there in floors and floors.index(there) < floors.index(here):
        return f"{there} stands above {here}"
    return None


def modules() -> dict[str, Path]:
    found = {}
    for path in sorted((ROOT / PACKAGE).rglob("*.py")):
        dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        found[dotted.removesuffix(".__init__")] = path
    return found


MODULES = modules()


def imports_in(module: str) -> list[Import]:
    path = MODULES[module]
    return list(imports_of(path.read_text("utf-8"), module, path.name == "__init__.py"))


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_down_only(module: str) -> None:
    assert part_of(module) in ("", "service", *FLOORS), "a new part: give it a floor"
    if part_of(module) == "service":
        assert part_of_service(module) in ("", *SERVICE_FLOORS), "a new part of the service: give it a floor"
    wrong = [
        f"{MODULES[module].relative_to(ROOT)}:{line} imports {target}: {why}"
        for target, line, _runs in imports_in(module)
        if (why := complaint(module, target))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("editing.text", "from getcode_lsp.server import documents"),
        ("editing.text", "def f():\n    import getcode_lsp.prompts.comments"),
        ("editing.text", "from ..prompts import comments"),
        ("editing.text", "import time"),
        ("prompts.comments", "from asyncio import sleep"),
        ("api.client", "from getcode_lsp import generation"),
        ("api.events", "import httpx"),
        ("generation", "import lsprotocol.types"),
        ("server.main", "from getcode_lsp.service import app"),
        ("server.main", "from getcode_lsp import service"),
        ("local_service", "if True:\n    from getcode_lsp.service.serve import run"),
        ("service.app", "from getcode_lsp.api.client import GetCodeClient"),
        ("service.app", "from getcode_lsp import credentials"),
        ("service.engines.base", "from ...server import main"),
        ("service.http.bodies", "from getcode_lsp.service.access.plans import Plan"),
        ("service.database", "from getcode_lsp.service import history"),
        ("settings", "from getcode_lsp.credentials import find_key"),
        ("demo.show", "import uvicorn"),
    ],
)
def test_these_would_be_found(module: str, source: str) -> None:
    assert any(
        complaint(f"{PACKAGE}.{module}", found.target) for found in imports_of(source, f"{PACKAGE}.{module}")
    )


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("server.main", "from getcode_lsp import __version__"),
        ("server.main", "from .documents import Documents"),
        ("service.app", "from getcode_lsp.api.events import Done"),
        ("service.endpoints.history", "from getcode_lsp.service.history import History"),
        ("cli", "from getcode_lsp.service.serve import serve"),
        ("credentials", "from getcode_lsp.settings import Environment"),
        ("api.client", "import httpx"),
    ],
)
def test_these_are_right(module: str, source: str) -> None:
    assert not any(
        complaint(f"{PACKAGE}.{module}", found.target) for found in imports_of(source, f"{PACKAGE}.{module}")
    )


def test_no_import_goes_in_a_circle() -> None:
    needs = {
        module: {
            name
            for found in imports_in(module)
            if found.runs_at_import
            for name in (found.target, found.target.rpartition(".")[0])
            if name in MODULES and name not in (module, PACKAGE)
        }
        for module in MODULES
    }
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " -> ".join((*path[path.index(module) :], module))
        if module not in done:
            for needed in sorted(needs[module]):
                # A module of a package may name its package: `from package import sibling`.
                if not within(module, needed):
                    visit(needed, (*path, module))
            done.add(module)

    for module in MODULES:
        visit(module, ())


def sources() -> list[Path]:
    folders = (PACKAGE, "tests", "benchmarks", "editors")
    skipped = {"node_modules", "__pycache__", ".work", "out", "dist", "bundled"}
    return [
        path
        for folder in folders
        for suffix in ("py", "lua", "ts")
        for path in sorted((ROOT / folder).rglob(f"*.{suffix}"))
        if not skipped & set(path.parts)
    ]


def test_no_file_is_named_for_nothing() -> None:
    vague = [path for path in sources() if FORBIDDEN_NAMES & {*path.relative_to(ROOT).parts, path.stem}]
    assert not vague


def test_no_file_is_long() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in sources()}
    assert len(lengths) > 30
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}
