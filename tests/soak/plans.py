"""What happens to one generation of a long run: what the service sends, and what the user does meanwhile."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from enum import Enum, auto

from tests.fakes.api_wire import FakeRequest

_JOB = re.compile(r"make job (\d+)\b")


class End(Enum):
    """How a generation ends."""

    DONE = auto()
    # cancelled
    COMMAND = auto()
    CLOSED = auto()
    # faults of the service
    RESET = auto()
    CUT = auto()
    ERROR = auto()
    NONSENSE = auto()
    PLAN = auto()


CANCELLED = (End.COMMAND, End.CLOSED)
FAULTED = (End.RESET, End.CUT, End.ERROR, End.NONSENSE, End.PLAN)


@dataclass(frozen=True)
class Plan:
    """One generation: its number, its tokens, its end, and after how many of the tokens that comes."""

    number: int
    tokens: tuple[str, ...]
    end: End
    after: int

    @property
    def comment(self) -> str:
        return f"# make job {self.number} now"

    @property
    def code(self) -> str:
        return "".join(self.tokens)

    async def answer(self, request: FakeRequest) -> None:
        """What the service does."""
        if self.end is End.PLAN:
            await request.respond(402, {"error": "This needs the Pro plan."})
            return
        for token in self.tokens[: self.after]:
            await request.send(token)
            if request.client_gone:
                return
        if self.end is End.DONE:
            await request.done()
        elif self.end is End.RESET:
            await request.reset()
        elif self.end is End.CUT:
            await request.cut()
        elif self.end is End.ERROR:
            await request.error("The model failed.")
        elif self.end is End.NONSENSE:
            await request.raw(b"data: {oops\n\n")
        # cancelled: the stream stays open until the client lets go of it

    def judge(self, text: str, head: str, tail: str) -> str | None:
        """What is wrong with the text in the end, if anything: `head` and `tail` are the user's own."""
        if not text.startswith(f"{head}{self.comment}\n") or not text.endswith(tail):
            return f"job {self.number}, {self.end}: the user's text is damaged: {text!r}"
        code = text[len(head) + len(self.comment) + 1 : len(text) - len(tail)]
        if self.end is End.DONE:
            return None if code == self.code else f"job {self.number}: {code!r} instead of {self.code!r}"
        if not self.code.startswith(code.removesuffix("\n")):
            return f"job {self.number}, {self.end}: {code!r} is no beginning of {self.code!r}"
        return None


def plan(chance: random.Random, number: int) -> Plan:
    """A generation by chance: one in five is cancelled, one in ten meets a fault."""
    dice = chance.random()
    end = chance.choice(CANCELLED) if dice < 0.2 else chance.choice(FAULTED) if dice < 0.3 else End.DONE
    tokens = tuple(
        chance.choice((f"v{number}_{index} = '😀ü'\n", f"v{number}_{index} = {index}\n", f"f({index})\n"))
        for index in range(chance.randint(3, 12))
    )
    after = len(tokens) if end is End.DONE else chance.randint(0 if end in FAULTED else 1, len(tokens))
    return Plan(number, tokens, end, after)


def job_of(prompt: str) -> int:
    """The number of the job that a request is for."""
    found = _JOB.search(prompt)
    assert found, prompt
    return int(found[1])
