"""Load: several streams at full speed into documents that are typed in, and how quickly the server still answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.fakes.api import FakeApi, FakeRequest
from tests.fakes.buffer import Buffer
from tests.lsp.light import LightEditor
from tests.soak.figures import Sample, sample
from tests.soak.plans import job_of


@dataclass(frozen=True)
class Pace:
    """`tokens` and `keys` are per second and stream; one generation takes `round` seconds."""

    streams: int = 8
    tokens: float = 200.0
    keys: float = 10.0
    seconds: float = 60.0
    round: float = 20.0


@dataclass
class Report:
    """What came of it: the times of pings in milliseconds, and texts that are wrong.

    `lags` is how much later than it wanted the measuring process itself came to its turn, in milliseconds.
    """

    pings: list[float] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    sent: int = 0
    keys: int = 0
    edits: int = 0


def quantile(times: list[float], share: float) -> float:
    """The time that this share of all did not exceed."""
    ordered = sorted(times)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


class Load:
    """One run of all streams at once."""

    def __init__(self, editor: LightEditor, api: FakeApi, pace: Pace, say: Callable[[str], None]) -> None:
        self._editor, self._api, self._pace, self._say = editor, api, pace, say
        self._began = time.monotonic()
        self._texts: dict[int, str] = {}
        self.report = Report()

    async def run(self) -> Report:
        """Run all streams to their end and compare the documents."""
        pinging = asyncio.ensure_future(self._ping())
        await asyncio.gather(*(self._rounds(number) for number in range(self._pace.streams)))
        pinging.cancel()
        self.report.edits = self._editor.edits
        return self.report

    async def _rounds(self, number: int) -> None:
        """One generation after the other: a file grows as files do, not for ten minutes."""
        while time.monotonic() - self._began < self._pace.seconds:
            await self._stream(number)
            number += self._pace.streams

    async def _stream(self, number: int) -> None:
        comment, last = f"# make job {number} now", "\nprint('the end')\n"
        buffer = self._editor.open(f"file:///load{number}.py", f"import os\n\n{comment}\n{last}")
        await self._editor.generate(buffer, comment)
        request = await self._api.request()
        typing = asyncio.ensure_future(self._type(buffer))
        await self._answer(request)
        head = await typing
        end = asyncio.get_running_loop().time() + 60
        while (await self._editor.ask("getcode/status", {"uri": buffer.uri}))["result"]["streams"]:
            assert asyncio.get_running_loop().time() < end, f"stream {number} does not end"
            await asyncio.sleep(0.05)
        if buffer.text != f"{head}import os\n\n{comment}\n{self._texts.pop(number)}{last}":
            self.report.wrong.append(f"stream {number}: {buffer.text[:300]!r} … {buffer.text[-300:]!r}")
        self._editor.close(buffer)

    async def _answer(self, request: FakeRequest) -> None:
        """Send tokens at the pace; what a busy machine missed is made up for."""
        job, loop = job_of(request.json["prompt"]), asyncio.get_running_loop()
        began, sent, said = loop.time(), 0, []
        while (passed := loop.time() - began) < self._pace.round:
            while sent < passed * self._pace.tokens:
                said.append(f"v{job} = {sent}\n" if sent % 3 else f"s{job} = '😀ü' * {sent}\n")
                await request.send(said[-1])
                sent += 1
            await asyncio.sleep(1 / self._pace.tokens)
        self._texts[job] = "".join(said)
        self.report.sent += sent
        await request.done()

    async def _type(self, buffer: Buffer) -> str:
        """Type above the comment; what was typed."""
        loop = asyncio.get_running_loop()
        began, typed = loop.time(), ""
        while loop.time() - began < self._pace.round:
            await asyncio.sleep(1 / self._pace.keys)
            letter = "x" if len(typed) % 40 else "\n"
            self._editor.splice(buffer, len(typed), len(typed), letter)
            typed += letter
            self.report.keys += 1
        self._editor.splice(buffer, len(typed), len(typed), "\n")
        return f"{typed}\n"

    async def _ping(self) -> None:
        """Ask for something small ten times a second."""
        while True:
            began = time.perf_counter()
            await self._editor.ask("getcode/status", None)
            self.report.pings.append((time.perf_counter() - began) * 1000)
            if len(self.report.pings) % 50 == 0:
                look = await sample(self._editor, self._began, 0, self.report.keys)
                self.report.samples.append(look)
                self._say(str(look))
            due = time.perf_counter() + 0.1
            await asyncio.sleep(0.1)
            self.report.lags.append((time.perf_counter() - due) * 1000)
