"""Shows the demo in the terminal: the document as it grows, the progress, and what the program answers."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

from rich.console import Console, Group
from rich.live import Live
from rich.panel import Panel
from rich.syntax import Syntax
from rich.text import Text

from getcode_lsp.demo import bookstore
from getcode_lsp.demo.client import DemoClient, DemoError, State
from getcode_lsp.editing.text import normalize
from getcode_lsp.prompts.languages import LANGUAGES, Language, language_for

_EXAMPLE = "bookstore.py"
_OWN = "comment"
# Where the output is no terminal, a line is printed for every so many lines of the document.
_LINES_A_STEP = 40


def run(comment: str | None = None, filetype: str | None = None) -> int:
    """Run the demo with its own example, or with a comment of the user's; returns the exit code.

    The example's program is started and used; a program from somebody's own comment is not.
    """
    console = Console(highlight=False)
    try:
        text, path, language_id = _source(comment, filetype)
        _generate(console, text, path, language_id)
        if comment is None and filetype is None:
            console.print("\nThe generated program, started and used:", style="bold")
            bookstore.use(path, lambda line: console.print(f"  {line}", soft_wrap=True))
    except DemoError as error:
        console.print(f"The demo failed: {error}", style="red")
        return 1
    except KeyboardInterrupt:
        return 130
    console.print(f"\nThe file is {_shown(path)}", style="bold", soft_wrap=True)
    return 0


def _generate(console: Console, text: str, path: Path, language_id: str) -> None:
    with _Screen(console, language_id) as screen:
        client = DemoClient(path.resolve().as_uri(), language_id, text, screen.show)
        asyncio.run(_drive(client))
    state = client.state
    if not state.progress.startswith("done") or len(state.document.text) <= len(text):
        raise DemoError(state.said[-1] if state.said else "nothing was generated")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(state.document.text, encoding="utf-8", newline="")
    for line in state.said:
        console.print(line, style="dim", soft_wrap=True)


async def _drive(client: DemoClient) -> None:
    try:
        await client.start()
        await client.generate()
    finally:
        await client.stop()


class _Screen:
    """The live picture; on something that is no terminal, a line for each progress instead."""

    def __init__(self, console: Console, language_id: str) -> None:
        self._console = console
        self._language_id = language_id
        self._live = Live(console=console, refresh_per_second=20, transient=False)
        self._last = ""
        self._shown_lines = 0

    def __enter__(self) -> _Screen:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(self, *_error: object) -> None:
        if self._console.is_terminal:
            self._live.stop()

    def show(self, state: State) -> None:
        """Bring the picture up to date."""
        if self._console.is_terminal:
            self._live.update(self._picture(state), refresh=True)
            return
        line = f"{state.title}: {state.progress}" if state.progress else state.title
        size = len(state.document.lines)
        if line and (line != self._last or size >= self._shown_lines + _LINES_A_STEP):
            self._last, self._shown_lines = line, size
            self._console.print(f"{line} ({size:,} lines)", soft_wrap=True)

    def _picture(self, state: State) -> Group:
        height = max(6, self._console.height - 6)
        lines = [normalize(line) for line in state.document.lines]
        first = max(0, len(lines) - height)
        code = Syntax(
            "".join(lines[first:]),
            self._language_id,
            line_numbers=True,
            start_line=first + 1,
            word_wrap=False,
            theme="ansi_dark",
        )
        status = Text(f"{state.title}  {state.progress}", style="green" if state.ended else "yellow")
        return Group(Panel(code, title=self._language_id), status)


def _source(comment: str | None, filetype: str | None) -> tuple[str, Path, str]:
    """The text to start from, where the result goes, and its language id."""
    out = _folder() / "out"
    if comment is None and filetype is None:
        source = _folder() / _EXAMPLE
        if not source.is_file():
            raise DemoError(f"{source} is not there: run the demo from a checkout, or give --comment.")
        return source.read_text(encoding="utf-8"), out / _EXAMPLE, "python"
    language = language_for(filetype or "python")
    if language.id not in {known.id for known in LANGUAGES}:
        raise DemoError(
            f"{filetype} is no language that is known here: choose one like python or javascript."
        )
    words = " ".join((comment or "Build a bookstore API with books (title, author, price).").split())
    return f"{_as_comment(words, language)}\n", out / f"{_OWN}{_suffix(language)}", filetype or "python"


def _folder() -> Path:
    """The examples' folder of the checkout, else of the current folder."""
    beside = Path(__file__).parents[2] / "examples"
    return beside if beside.is_dir() else Path("examples")


def _as_comment(words: str, language: Language) -> str:
    if language.line:
        return f"{language.line[0]} {words}"
    if language.block:
        block = language.block[0]
        return f"{block.open} {words.replace(block.close, ' ')} {block.close}"
    raise DemoError(f"{language.name or language.id} has no comments: choose another FILETYPE.")


def _suffix(language: Language) -> str:
    return language.suffixes[0] if language.suffixes else ".txt"


def _shown(path: Path) -> str:
    with contextlib.suppress(ValueError):
        return str(path.resolve().relative_to(Path.cwd()))
    return str(path)
