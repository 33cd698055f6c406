"""One measured stream: open a document, generate, and judge what came."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

from benchmarks.editor import PATIENCE, Editor, Landed
from benchmarks.source import MARKER, Plan, TokenSource, token

COMMENT = "# the tokens, one after the other"
COMMENT_LINE = 10  # near the top: what moves with every line that comes in is the rest of the file
ASK_EVERY = 0.1  # seconds between two code actions while tokens come


@dataclass(frozen=True, slots=True)
class Condition:
    """What is streamed into what: tokens a second, the document's lines, the number of tokens."""

    rate: int
    lines: int
    tokens: int


@dataclass(frozen=True, slots=True)
class Run:
    """What one stream showed; times in seconds. `latencies` has one value for each token."""

    latencies: Sequence[float]
    edits: int
    elapsed: float
    cpu: float
    actions: Sequence[float]


def document(lines: int) -> str:
    """A Python file of so many lines with the comment near its top."""
    text = [f"value_{number:06d} = compute({number}, 'of no interest')" for number in range(lines)]
    text[COMMENT_LINE] = COMMENT
    return "\n".join(text) + "\n"


async def measure(editor: Editor, source: TokenSource, condition: Condition, text: str) -> Run:
    """Stream once; raises BenchmarkError where the server lost, doubled or misplaced anything."""
    source.plan = Plan(condition.tokens, condition.rate)
    editor.open("file:///benchmark/document.py", text)
    _, command = await editor.code_action(COMMENT_LINE, len(COMMENT))
    cpu = editor.cpu()
    actions: list[float] = []
    asking = asyncio.ensure_future(_ask(editor, actions))
    try:
        await editor.execute(command)
        deadline = condition.tokens / condition.rate + PATIENCE
        await editor.within(editor.stream_ended.wait(), "the end of the stream", deadline)
    finally:
        asking.cancel()
        await asyncio.wait({asking})
    cpu = editor.cpu() - cpu
    if not asking.cancelled():
        asking.result()  # it goes on for ever, so it must have failed
    editor.close()
    problem = misplaced(editor.edits) or altered(editor.edits, condition.tokens)
    if problem:
        raise editor.failure(problem)
    seen = first_seen(editor.edits)
    latencies = [seen[number] - written for number, written in enumerate(source.written)]
    elapsed = editor.edits[-1].at - source.written[0]
    return Run(latencies, len(editor.edits), elapsed, cpu, actions)


async def _ask(editor: Editor, times: list[float]) -> None:
    while True:
        begun = perf_counter()
        elapsed, _ = await editor.code_action(COMMENT_LINE, len(COMMENT))
        times.append(elapsed)
        await asyncio.sleep(max(0.0, ASK_EVERY - (perf_counter() - begun)))


def first_seen(edits: Sequence[Landed]) -> Mapping[int, float]:
    """When the marker of each token came first."""
    seen: dict[int, float] = {}
    for edit in edits:
        for marker in MARKER.findall(edit.text):
            seen.setdefault(int(marker), edit.at)
    return seen


def altered(edits: Sequence[Landed], tokens: int) -> str:
    """What is wrong with the text that came, if anything; blanks at a line's end may be missing."""
    came = "".join(edit.text for edit in edits)
    wanted = "\n" + "".join(token(number) for number in range(tokens))
    if _trimmed(came) == _trimmed(wanted):
        return ""
    numbers = MARKER.findall(came)
    return (
        f"the text is not what was sent: {len(numbers)} markers, {len(set(numbers))} different, of {tokens}"
    )


def misplaced(edits: Sequence[Landed]) -> str:
    """What is wrong with the edits' places and versions, if anything."""
    line, column = COMMENT_LINE, len(COMMENT)
    for number, edit in enumerate(edits):
        place = {"line": line, "character": column}
        if edit.version != number + 1 or edit.range["start"] != place or edit.range["end"] != place:
            return (
                f"edit {number} is for version {edit.version} at {dict(edit.range)}, not at {line}:{column}"
            )
        head, newline, last = edit.text.rpartition("\n")
        line += head.count("\n") + len(newline)
        column = len(last) if newline else column + len(last)
    return ""


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.split("\n")).rstrip()
