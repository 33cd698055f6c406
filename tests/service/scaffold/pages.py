"""What the scaffold engine writes for pages, and how the tests open it: as a file in Chromium, built where it must be."""

from __future__ import annotations

import asyncio
import json
import subprocess
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from playwright.sync_api import Page as Tab

from getcode_lsp.service.engines.base import Task
from getcode_lsp.service.engines.scaffold.engine import ScaffoldEngine
from tests.service.scaffold.programs import node_binary

BUILT = ("react", "typescript", "vue")
"""The languages of websites that need a build."""


def written(prompt: str, output_type: str = "website", language: str = "auto") -> str:
    """The whole output of the engine."""

    async def collect() -> str:
        task = Task(prompt, output_type, language)
        return "".join([piece async for piece in ScaffoldEngine().generate(task)])

    return in_a_thread(collect)


def improved(prompt: str, output_type: str = "website", language: str = "auto") -> str:
    """The brief of the engine."""

    async def improve() -> str:
        return (await ScaffoldEngine().improve(Task(prompt, output_type, language))).text

    return in_a_thread(improve)


def in_a_thread(work: Callable[[], Coroutine[None, None, str]]) -> str:
    """Run in an event loop of its own: the thread of the tests has Chromium's."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(lambda: asyncio.run(work())).result()


def build(
    sources: dict[str, tuple[str, str]], frontend: Path, folder: Path, *, react: int = 19
) -> dict[str, Path]:
    """Build sources, {name: (language, source)}, into one HTML file each; a failure shows the compiler's message."""
    jobs = [
        {"id": name, "language": language, "source": source, "react": react}
        for name, (language, source) in sources.items()
    ]
    (folder / "jobs.json").write_text(json.dumps(jobs), encoding="utf-8")
    command = [node_binary(), str(frontend / "build.mjs"), str(folder / "jobs.json"), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    pages = {}
    for name in sources:
        pages[name] = folder / f"{name}.html"
        pages[name].write_text(
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Built</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
            f'<body><div id="app"></div><script src="{name}.js"></script></body></html>',
            encoding="utf-8",
        )
    return pages


def show(tab: Tab, page: Path | str, folder: Path | None = None) -> None:
    """Open a file, or a text as a file in a folder."""
    if isinstance(page, str):
        assert folder is not None
        path = folder / "page.html"
        path.write_text(page, encoding="utf-8")
        page = path
    tab.goto(page.as_uri())
    tab.wait_for_selector("main, body > *", state="attached")


def assert_fits(tab: Tab) -> None:
    """No horizontal scrolling."""
    wide = tab.evaluate(
        "[...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 &&"
        " !e.closest('.table-frame') && !e.closest('.skip')).map((e) => e.outerHTML.slice(0, 120)).slice(0, 3)"
    )
    over = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert over <= 0, f"{over} px wider than the window: {wide}"


def assert_accessible(tab: Tab, frontend: Path) -> None:
    """Zero violations of axe-core, contrast among them; nothing of a page may hide from the check."""
    tab.evaluate((frontend / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8"))
    found: dict[str, Any] = tab.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    told = [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]
    assert not told, "\n".join(told)
