"""The demo, run as a newcomer runs it: the real server, the embedded service, the generated program."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
OUT = ROOT / "examples" / "out"


def demo(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the demo among variables that would lead it astray if it looked at them."""
    traps = {
        "GETCODE_BASE_URL": "http://127.0.0.1:9",
        "GETCODE_API_KEY": "gc_canary_demo",
        "GETCODE_ENGINE": "no such engine",
    }
    return subprocess.run(
        [sys.executable, "-m", "getcode_lsp", "demo", *arguments],
        cwd=ROOT,
        env={**os.environ, **traps},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )


def test_the_demo_turns_the_example_s_comment_into_a_running_api() -> None:
    ran = demo()
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "Generate from comment" in ran.stdout
    assert re.search(r"done: [\d,]+ characters, [\d,]+ tokens used, model scaffold", ran.stdout)
    assert "POST /books    201" in ran.stdout
    assert "The Dispossessed" in ran.stdout
    assert "gc_canary_demo" not in ran.stdout + ran.stderr
    example = (ROOT / "examples" / "bookstore.py").read_text(encoding="utf-8")
    result = (OUT / "bookstore.py").read_text(encoding="utf-8")
    assert result.startswith(example.rstrip("\n"))
    assert len(result.splitlines()) > 100


def test_a_comment_of_one_s_own_is_generated_and_not_started() -> None:
    ran = demo("--comment", "An API for recipes with a title and servings", "--filetype", "javascript")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "started and used" not in ran.stdout
    result = (OUT / "comment.js").read_text(encoding="utf-8")
    assert result.startswith("// An API for recipes with a title and servings\n")
    assert "/recipes" in result
    assert "express" in result


def test_a_demo_that_can_t_be_done_says_why() -> None:
    ran = demo("--comment", "Write a function that sorts a list", "--filetype", "python")
    assert ran.returncode == 1
    said = " ".join(ran.stdout.split())
    assert "The demo failed: GetCode: The generation failed. It says: The scaffold engine" in said


def test_a_language_that_nobody_knows_is_named() -> None:
    ran = demo("--comment", "An API for recipes with a title", "--filetype", "klingon")
    assert ran.returncode == 1
    assert "klingon is no language that is known here" in " ".join(ran.stdout.split())
