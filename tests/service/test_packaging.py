"""The source archive and the wheel: what is in them, and that they work where nothing of this checkout is."""

from __future__ import annotations

import importlib.metadata
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from dataclasses import dataclass
from email.parser import Parser
from pathlib import Path
from typing import IO, Any

import httpx
import pytest
from packaging.requirements import Requirement

from getcode_lsp import __version__
from tests.service.processes import clean_environment

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements" / "dev.txt"
ROOT_FILES = {
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
    "SECURITY.md",
    "pyproject.toml",
    "PKG-INFO",
    ".gitignore",
}


def run(*words: str | Path, cwd: Path, environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def built(kind: str, source: Path, folder: Path) -> Path:
    """Build with the project's own backend, as a frontend would."""
    code = f"import hatchling.build as backend; print(backend.build_{kind}({str(folder)!r}))"
    return folder / run(sys.executable, "-c", code, cwd=source).strip().splitlines()[-1]


@dataclass(frozen=True)
class Archives:
    sdist: Path
    wheel: Path
    unpacked: Path


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Archives:
    """The source archive of this checkout, and the wheel that is built from that archive alone."""
    folder = tmp_path_factory.mktemp("archives")
    sdist = built("sdist", ROOT, folder)
    with tarfile.open(sdist) as archive:
        archive.extractall(folder)  # noqa: S202 - it was made a moment ago
    unpacked = folder / f"getcode_lsp-{__version__}"
    return Archives(sdist, built("wheel", unpacked, folder), unpacked)


def sources(root: Path) -> dict[str, bytes]:
    """The package's files by their paths."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted((root / "getcode_lsp").rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def contents(archive: Path) -> dict[str, bytes]:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return {name: wheel.read(name) for name in wheel.namelist() if not name.endswith("/")}
    found: dict[str, bytes] = {}
    with tarfile.open(archive) as sdist:
        for member in sdist.getmembers():
            if file := sdist.extractfile(member):
                found[member.name.partition("/")[2]] = file.read()
    return found


def test_the_source_archive_holds_the_package_and_its_papers_and_nothing_else(archives: Archives) -> None:
    found = contents(archives.sdist)
    package = {name: data for name, data in found.items() if name.startswith("getcode_lsp/")}
    assert package == sources(ROOT)
    rest = set(found) - set(package)
    assert {name for name in rest if "/" not in name} == ROOT_FILES
    pages = {page.relative_to(ROOT).as_posix() for page in (ROOT / "docs").rglob("*.md")}
    assert {name for name in rest if "/" in name} == pages


def test_the_wheel_holds_the_package_and_says_what_it_is(archives: Archives) -> None:
    found = contents(archives.wheel)
    info = f"getcode_lsp-{__version__}.dist-info"
    assert {name: data for name, data in found.items() if name.startswith("getcode_lsp/")} == sources(ROOT)
    assert {name.partition("/")[0] for name in found} == {"getcode_lsp", info}
    assert found[f"{info}/entry_points.txt"].decode().split("\n")[1] == "getcode-lsp = getcode_lsp.cli:main"
    assert f"{info}/licenses/LICENSE" in found
    metadata = found[f"{info}/METADATA"].decode()
    assert "Requires-Python: >=3.10\n" in metadata
    assert "Provides-Extra: serve\n" in metadata


@pytest.mark.parametrize("kind", ["sdist", "wheel"])
def test_no_path_of_this_machine_is_in_it(archives: Archives, kind: str) -> None:
    places = {str(ROOT), sys.prefix, sys.base_prefix, str(Path.home() / ".")} - {"/", "/usr", "/root"}
    found = contents(getattr(archives, kind))
    hits = [(name, place) for name, data in found.items() for place in places if place.encode() in data]
    assert hits == []


def requirements_of(wheel: Path, extra: str) -> list[str]:
    """What a wheel asks for with an extra."""
    metadata = next(data for name, data in contents(wheel).items() if name.endswith(".dist-info/METADATA"))
    asked = [Requirement(text) for text in Parser().parsestr(metadata.decode()).get_all("Requires-Dist", [])]
    return [str(one) for one in asked if one.marker is None or one.marker.evaluate({"extra": extra})]


def needed(wanted: list[str]) -> set[str]:
    """The names of everything that these requirements need on this machine, their extras included."""
    names: set[str] = set()
    seen: set[str] = set()
    waiting = [Requirement(text) for text in wanted]
    while waiting:
        requirement = waiting.pop()
        if str(requirement) in seen:
            continue
        seen.add(str(requirement))
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        names.add(name)
        for further in map(Requirement, importlib.metadata.requires(name) or []):
            extras = {"", *requirement.extras}
            if further.marker is None or any(further.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(further)
    return names


def locked(names: set[str]) -> str:
    """The lines of the lock for these packages, with their hashes."""
    blocks = re.findall(r"^\S+==.*(?:\n    .*)*", LOCK.read_text("utf-8"), re.MULTILINE)
    return "\n".join(block for block in blocks if block.partition("==")[0] in names) + "\n"


@dataclass(frozen=True)
class Installed:
    """The wheel in an environment of its own."""

    program: Path
    python: Path
    folder: Path

    def environment(self, **extra: str) -> dict[str, str]:
        return clean_environment(extra, self.folder)


@pytest.fixture(scope="module")
def installed(archives: Archives, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """A clean environment with the wheel and, from the lock by their hashes, what its extra [serve] needs."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "venv", symlinks=os.name != "nt")
    scripts = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "--disable-pip-version-check",
        "--no-input",
    ]
    (folder / "locked.txt").write_text(locked(needed(requirements_of(archives.wheel, "serve"))))
    run(*pip, "install", "--no-deps", "--require-hashes", "-r", folder / "locked.txt", cwd=folder)
    run(*pip, "install", "--no-deps", "--no-index", archives.wheel, cwd=folder)
    run(*pip, "check", cwd=folder)
    program = shutil.which("getcode-lsp", path=str(scripts))
    assert program is not None, sorted(scripts.iterdir())
    return Installed(Path(program), python, folder)


@pytest.mark.timeout(180)
def test_the_installed_program_says_its_version(installed: Installed) -> None:
    said = run(installed.program, "--version", cwd=installed.folder, environment=installed.environment())
    assert said == f"getcode-lsp {__version__}\n"
    where = "import getcode_lsp; print(getcode_lsp.__file__)"
    place = run(installed.python, "-c", where, cwd=installed.folder, environment=installed.environment())
    assert place.startswith(str(installed.folder))


def message(**fields: Any) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", **fields}).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


def replies(output: bytes) -> list[dict[str, Any]]:
    found, stream = [], io.BytesIO(output)
    while header := stream.readline():
        length = int(header.partition(b":")[2])
        assert stream.readline() == b"\r\n"
        found.append(json.loads(stream.read(length)))
    return found


@pytest.mark.timeout(180)
def test_the_installed_program_is_a_language_server(installed: Installed) -> None:
    params: dict[str, Any] = {"processId": None, "rootUri": None, "capabilities": {}}
    spoken = [
        message(id=1, method="initialize", params=params),
        message(method="initialized", params={}),
        message(id=2, method="shutdown"),
        message(method="exit"),
    ]
    done = subprocess.run(
        [str(installed.program)],
        input=b"".join(spoken),
        capture_output=True,
        timeout=60,
        cwd=installed.folder,
        env=installed.environment(),
        check=False,
    )
    answers = {reply["id"]: reply for reply in replies(done.stdout) if "id" in reply}
    assert done.returncode == 0, done.stderr
    assert answers[1]["result"]["serverInfo"] == {"name": "getcode-lsp", "version": __version__}
    assert answers[2]["result"] is None


def first_line(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline()


@pytest.mark.timeout(180)
def test_the_installed_program_serves_and_is_served(installed: Installed) -> None:
    environment = installed.environment(GETCODE_SERVICE_KEY="gc_of_the_test")
    with subprocess.Popen(
        [str(installed.program), "serve", "--port", "0", "--parent-pipe"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=installed.folder,
        env=environment,
    ) as service:
        try:
            url = first_line(service.stdout).split()[-1]
            assert httpx.get(f"{url}/healthz", trust_env=False).json()["status"] == "ok"
            asking = installed.environment(GETCODE_BASE_URL=url, GETCODE_API_KEY="gc_of_the_test")
            asked = ("generate", "An API for books with a title", "-o", "books.py")
            run(installed.program, *asked, cwd=installed.folder, environment=asking)
            (installed.folder / "bill.pdf").write_bytes(b"%PDF-1.4")
            described = subprocess.run(
                [str(installed.program), "describe", "bill.pdf"],
                cwd=installed.folder,
                env=asking,
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
            assert described.returncode == 1
            assert "pip install 'getcode-lsp[upload]'" in described.stderr
        finally:
            assert service.stdin is not None
            service.stdin.close()
            assert service.wait(10) == 0
    compile((installed.folder / "books.py").read_text("utf-8"), "books.py", "exec")
