"""Where the extra [serve] is not installed: what is said, and that the command it names is enough."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.service.processes import clean_environment

ROOT = Path(__file__).parents[2]
WORK = ROOT / "tests" / ".work"
BASE = ROOT / "requirements" / "base.txt"
PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet")

START = """
import asyncio
from getcode_lsp.local_service import LocalService, LocalServiceUnavailable

async def main():
    local = LocalService()
    try:
        print((await local.start()).base_url)
    except LocalServiceUnavailable as error:
        print(error)
    finally:
        await local.stop()

asyncio.run(main())
"""


def python_of(venv: Path) -> Path:
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def run(python: Path | str, *words: str, environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [str(python), *words], capture_output=True, text=True, timeout=300, env=environment, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


def build(venv: Path) -> None:
    """A virtual environment with the package and its base requirements, from the lock, and nothing else."""
    run(sys.executable, "-m", "venv", str(venv))
    python = python_of(venv)
    run(python, *PIP, "install", "--require-hashes", "-r", str(BASE))
    with tempfile.TemporaryDirectory(dir=WORK) as wheels:
        editable = f"import hatchling.build; print(hatchling.build.build_editable({wheels!r}))"
        name = subprocess.run(
            [sys.executable, "-c", editable], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
        ).stdout.strip()
        run(python, *PIP, "install", "--no-deps", "--no-index", str(Path(wheels) / name))


@pytest.fixture(scope="module")
def base_venv() -> Path:
    """The environment, kept between runs for as long as what it is made of stays the same."""
    made_of = [BASE.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), sys.version.encode(), bytes(ROOT)]
    venv = WORK / f"base-{hashlib.sha256(b'|'.join(made_of)).hexdigest()[:16]}"
    if not venv.exists():
        WORK.mkdir(exist_ok=True)
        for outdated in WORK.glob("base-*"):
            shutil.rmtree(outdated)
        unfinished = Path(tempfile.mkdtemp(prefix="new-base-", dir=WORK))
        try:
            build(unfinished)
            unfinished.rename(venv)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    return venv


@pytest.mark.timeout(600)
def test_without_the_extra_one_command_is_named_and_it_suffices(base_venv: Path, tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    shutil.copytree(base_venv, venv, symlinks=True)
    python = python_of(venv)
    environment = clean_environment({}, tmp_path)

    assert run(python, "-m", "getcode_lsp", "--version", environment=environment).startswith("getcode-lsp ")
    run(python, "-c", "import getcode_lsp.server.main", environment=environment)

    said = run(python, "-c", START, environment=environment)
    assert said.startswith("The local service is not installed.")
    command = shlex.split(said.partition("Install it with: ")[2])
    assert command == [str(python), "-m", "pip", "install", "getcode-lsp[serve]"]
    serve = subprocess.run(
        [str(python), "-m", "getcode_lsp", "serve"],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
        check=False,
    )
    assert (serve.returncode, serve.stdout) == (1, "")
    assert serve.stderr == f"getcode-lsp: {said}\n"

    # The versions of the lock, so that this does not depend on what came out today.
    pins = re.findall(r"^([a-z0-9-]+==\S+)", (ROOT / "requirements" / "dev.txt").read_text(), re.MULTILINE)
    names = [pin.partition("==")[0] for pin in pins]
    pins_once = [pin for pin in pins if names.count(pin.partition("==")[0]) == 1]
    (tmp_path / "constraints.txt").write_text("\n".join(pins_once))
    # Pip itself runs as the tester's own would: with their index, their proxy and their certificates.
    run(*command, environment={**os.environ, "PIP_CONSTRAINT": str(tmp_path / "constraints.txt")})

    assert run(python, "-c", START, environment=environment).startswith("http://127.0.0.1:")
