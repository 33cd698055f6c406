"""Everything at random, and much of it at once: nothing goes wrong inside, and no line of the user's is lost.

What a session does is worked out from `GETCODE_SEED`, which is printed. Changes, answers and commands are sent
in bursts that the server finds in one piece, for it is between them that order is easily taken for granted.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import re
from collections.abc import Iterator

import pytest
from lsprotocol import types

from tests.fakes.api import FakeApi, FakeRequest
from tests.fakes.editor import Editor
from tests.fakes.profiles import EGLOT, HELIX, NEOVIM, VSCODE, Profile, Reply
from tests.lsp.conftest import Start

SEED = int(os.environ.get("GETCODE_SEED") or random.randrange(1 << 32))
STEPS = int(os.environ.get("GETCODE_STEPS") or 40)
TEXT = "import os\n# make a list\nx = 1\n\n# then a table\n# of it @getcode into=replace\ny = 2\n"
MINE = re.compile(r"^mine_\d+ = \d+$", re.MULTILINE)
REPLIES = (
    "a = [1]\n",
    "def made():\n    return 1\n",
    "```python\nb = 2\n```\n",
    "x\u202ey = '\u2028'\n",
    "c = 3",
    "\n\n",
)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


class Service:
    """Answers every request in one way or another."""

    def __init__(self, api: FakeApi, chance: random.Random) -> None:
        self._api = api
        self._chance = chance
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        while True:
            request = await self._api.request(within=600)
            task = asyncio.ensure_future(self._answer(request))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _answer(self, request: FakeRequest) -> None:
        chance = self._chance
        with contextlib.suppress(AssertionError, ConnectionError):  # the server has hung up
            if request.path == "/api/improve":
                await request.improved(
                    chance.choice(("A list.", 'A list\nof ten */ """ items.', "word " * 40, "!"))
                )
                return
            for _ in range(chance.randint(0, 6)):
                await request.send(chance.choice(REPLIES))
                await asyncio.sleep(chance.choice((0, 0, 0.01)))
            end = chance.random()
            await (request.done() if end < 0.8 else request.error("tired") if end < 0.9 else request.close())


class Person:
    """Does one thing after another, and knows which lines are hers."""

    def __init__(self, ed: Editor, chance: random.Random) -> None:
        self._ed = ed
        self._chance = chance
        self._lines = 0
        self.own: set[str] = set()

    def check(self) -> None:
        """Nobody but herself has taken a line away."""
        missing = self.own - set(MINE.findall(self._ed.text))
        assert not missing, f"GETCODE_SEED={SEED}: {missing} is gone from\n{self._ed.text}"

    @contextlib.contextmanager
    def acting(self) -> Iterator[None]:
        self.check()
        yield
        self.own = set(MINE.findall(self._ed.text))

    def change(self) -> None:
        """Change the text somewhere."""
        ed, chance = self._ed, self._chance
        with self.acting():
            kind = chance.random()
            if kind < 0.45:
                self._lines += 1
                at = chance.choice([0, *(found.end() for found in re.finditer("\n", ed.text))])
                ed.splice(at, at, f"mine_{self._lines} = {self._lines}\n")
            elif kind < 0.6:
                at = chance.randint(0, len(ed.text))
                ed.splice(
                    at,
                    min(len(ed.text), at + chance.choice((0, 1, 30))),
                    chance.choice(("", "z", "# more\n")),
                )
            elif kind < 0.7:
                ed.splice(len(ed.text), len(ed.text), "\n# make it again\n")
            elif kind < 0.85 and ed.buffer.done:
                ed.undo()
            elif ed.buffer.undone:
                with contextlib.suppress(AssertionError, IndexError):
                    ed.redo()
            ed.buffer.cursor = chance.randint(0, len(ed.text))

    async def choose(self) -> None:
        """Choose what the menu or a lens offers somewhere."""
        ed, chance = self._ed, self._chance
        ed.buffer.cursor = chance.randint(0, len(ed.text))
        found = [action.command for action in await ed.actions() if isinstance(action, types.CodeAction)]
        commands = [command for command in found if command] + [lens for _, lens in await ed.lenses()]
        if commands:
            command = chance.choice(commands)
            await ed.execute(command.command, *(command.arguments or ()))


async def session(ed: Editor, chance: random.Random) -> None:
    """One step after the other; the editor's habits change as well."""
    person = Person(ed, chance)
    ed.open(TEXT)
    for _ in range(STEPS):
        kind = chance.random()
        if kind < 0.35:
            await person.choose()
        elif kind < 0.75:
            async with ed.read_at_once():
                for _ in range(chance.randint(1, 4)):
                    if chance.random() < 0.3:
                        ed.edits.release()
                    else:
                        person.change()
        elif kind < 0.85:
            ed.edits.holding = not ed.edits.holding
            if not ed.edits.holding:
                ed.edits.release()
        elif kind < 0.9:
            ed.edits.reply = chance.choice((Reply.TRUTH, Reply.TRUTH, Reply.DECLINED, Reply.FALSE))
        elif kind < 0.95:
            await asyncio.sleep(0.02)  # let the reply go on
        elif ed.running:
            ed.cancel()
        person.check()
    ed.edits.reply = Reply.TRUTH
    ed.edits.release()
    ed.edits.flush()
    await ed.caught_up()
    person.check()


async def ends(ed: Editor) -> None:
    """Nothing is under way any more."""
    deadline = asyncio.get_running_loop().time() + 20
    while True:
        status = (await ed.ask("getcode/status", None))["result"]
        if not status["streams"] and not ed.running:
            return
        assert asyncio.get_running_loop().time() < deadline, f"GETCODE_SEED={SEED}: {status}, {ed.running}"
        await asyncio.sleep(0.05)  # between two looks


@pytest.mark.parametrize("profile", [VSCODE, NEOVIM, EGLOT, HELIX], ids=lambda profile: profile.name)
async def test_whatever_is_done_nothing_goes_wrong(start: Start, api: FakeApi, profile: Profile) -> None:
    print(f"GETCODE_SEED={SEED}")
    chance = random.Random(f"{SEED} {profile.name}")
    limits = {"limits": {"unsettledSeconds": 0.3, "giveUpSeconds": 1, "quietMs": 20}}
    ed = await start(profile, settings=limits)
    ed.forgive()
    service = asyncio.ensure_future(Service(api, chance).run())
    try:
        await session(ed, chance)
        await ed.execute("getcode.cancel")
        await ends(ed)
        assert not [said for said in ed.shown if "went wrong" in said], f"GETCODE_SEED={SEED}: {ed.shown}"
    finally:
        service.cancel()
