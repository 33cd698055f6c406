"""A long run: generations that end in every way, with typing all the while, and nothing that may grow."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.fakes.api import FakeApi, FakeRequest
from tests.fakes.buffer import Buffer
from tests.lsp.light import LightEditor
from tests.soak.figures import Sample, sample
from tests.soak.plans import CANCELLED, End, Plan, job_of, plan

HEAD, TAIL = "import os\n\n", "\nprint('the end')\n"


@dataclass(frozen=True)
class Size:
    """How long a run is: until so many generations, or so many seconds, whichever comes first."""

    generations: int
    changes_each: int
    seconds: float
    documents: int = 4
    look_every: float = 5.0


@dataclass
class Report:
    """What came of a run."""

    seed: int
    start: Sample | None = None
    end: Sample | None = None
    samples: list[Sample] = field(default_factory=list)
    ends: Counter[End] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def generations(self) -> int:
        return sum(self.ends.values())

    @property
    def growth(self) -> float:
        """Megabytes between the end of the first third, when all is warm, and the end."""
        warm = self.samples[len(self.samples) // 3]
        return self.samples[-1].rss - warm.rss

    @property
    def peak(self) -> float:
        return max(look.rss for look in self.samples)


class Soak:
    """One run with one editor and one service."""

    def __init__(
        self, editor: LightEditor, api: FakeApi, size: Size, seed: int, say: Callable[[str], None]
    ) -> None:
        self._editor, self._api, self._size, self._say = editor, api, size, say
        self._chance = random.Random(seed)
        self._plans: dict[int, Plan] = {}
        self._requests: dict[int, FakeRequest] = {}
        self._numbers = 0
        self._changes = 0
        self._began = time.monotonic()
        self._answering: set[asyncio.Task[None]] = set()
        self.report = Report(seed)

    async def run(self) -> Report:
        """Run to the end and look whether all is as at the start."""
        serving = asyncio.ensure_future(self._serve())
        try:
            await self._one(Plan(0, ("warm = 1\n",), End.DONE, 1))
            self.report.start = await self._at_rest()
            looking = asyncio.ensure_future(self._keep_looking())
            await asyncio.gather(*(self._document() for _ in range(self._size.documents)))
            looking.cancel()
            self.report.samples.append(await self._look())
            self.report.end = await self._back_at_the_start(self.report.start)
        finally:
            serving.cancel()
        return self.report

    @property
    def _over(self) -> bool:
        passed = time.monotonic() - self._began
        return self._numbers >= self._size.generations or passed >= self._size.seconds

    async def _document(self) -> None:
        while not self._over:
            self._numbers += 1
            await self._one(plan(self._chance, self._numbers))

    async def _one(self, made: Plan) -> None:
        """One generation in a file of its own, with typing above and below it."""
        self._plans[made.number] = made
        uri = f"file:///job{made.number % 50}-{made.number}.py"
        buffer = self._editor.open(uri, f"{HEAD}{made.comment}\n{TAIL}")
        head, tail = HEAD, TAIL
        ended = self._editor.ended + 1
        await self._editor.generate(buffer, made.comment)
        for number in range(self._size.changes_each):
            if number % 2:
                self._type(buffer, 0, "a")
                head = f"a{head}"
            else:
                self._type(buffer, len(buffer.text), "b")
                tail = f"{tail}b"
            if number % 8 == 0:
                await asyncio.sleep(0)
        await self._finish(made, buffer)
        if made.end is not End.CLOSED:
            await self._idle(uri)
            wrong = made.judge(buffer.text, head, tail)
            if wrong:
                self.report.wrong.append(wrong)
            self._editor.close(buffer)
        self.report.ends[made.end] += 1
        self._forget(made.number)
        assert self._editor.ended <= self._editor.begun, ended

    def _type(self, buffer: Buffer, at: int, text: str) -> None:
        self._editor.splice(buffer, at, at, text)
        self._changes += 1

    async def _finish(self, made: Plan, buffer: Buffer) -> None:
        """Cancel where that is planned, once something has come."""
        if made.end in CANCELLED:
            first = made.tokens[0].rstrip("\n")
            await self._editor.until(lambda: first in buffer.text, f"the first token of {made}")
        if made.end is End.COMMAND:
            assert "error" not in await self._editor.cancel(buffer)
        elif made.end is End.CLOSED:
            self._editor.close(buffer)

    async def _idle(self, uri: str) -> None:
        """Nothing is under way any more on a document: a command of its own would be taken."""
        deadline = asyncio.get_running_loop().time() + 30
        while (await self._editor.ask("getcode/status", {"uri": uri}))["result"]["streams"]:
            assert asyncio.get_running_loop().time() < deadline, f"a stream on {uri} does not end"
            await asyncio.sleep(0.005)

    def _forget(self, number: int) -> None:
        """Keep no memory of what is over: what grows shall be the server."""
        del self._plans[number]
        self._requests.pop(number, None)
        self._api.requests[:] = self._api.requests[-50:]
        self._api.trace[:] = self._api.trace[-200:]
        del self._editor.shown[:-50]

    async def _serve(self) -> None:
        while True:
            request = await self._api.request(within=3600)
            made = self._plans.get(job_of(request.json["prompt"]))
            if made is None:
                continue  # its file was closed meanwhile
            task = asyncio.ensure_future(self._answer(made, request))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

    async def _answer(self, made: Plan, request: FakeRequest) -> None:
        try:
            await made.answer(request)
        except (ConnectionError, AssertionError) as error:
            if made.end not in CANCELLED:
                self.report.wrong.append(f"job {made.number}: the service met {error!r}")

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(self._size.look_every)
            look = await self._look()
            self.report.samples.append(look)
            self._say(str(look))

    async def _look(self) -> Sample:
        return await sample(self._editor, self._began, self.report.generations, self._changes)

    async def _at_rest(self, within: float = 30.0) -> Sample:
        """A look when the first generation has left nothing under way: its progress may end a little later."""
        deadline = time.monotonic() + within
        before = await self._look()
        while True:
            await asyncio.sleep(0.05)
            look = await self._look()
            if look.counts == before.counts and not look.counts["progress"]:
                return look
            assert time.monotonic() < deadline, f"still under way: {look.counts}"
            before = look

    async def _back_at_the_start(self, start: Sample, within: float = 30.0) -> Sample:
        """The service lets go of the connections that were kept; one more generation notices."""
        deadline = time.monotonic() + within
        while True:
            look = await self._look()
            same = look.descriptors <= start.descriptors and look.counts == start.counts
            if same or time.monotonic() > deadline:
                return look
            for wire in list(self._api._wires):
                wire.abort()
            await asyncio.sleep(0.5)
            self._numbers += 1
            await self._one(Plan(self._numbers, ("again = 1\n",), End.DONE, 1))
