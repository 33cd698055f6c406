"""Shaping does not depend on how a reply was cut into tokens, and loses nothing of it."""

from __future__ import annotations

import random
import re
from collections.abc import Collection
from itertools import combinations, pairwise

import pytest

from getcode_lsp.editing.shaping import Shaper
from tests.unit.replies import CODE, ENGLAND

PIECES = [
    "\n", "\r", "\r\n", " ", "\t", "a", "b", "Here is", "The code:", "import os", "x = 1", "f(s)", "f(1)",
    "``", "`", "```", "```python", "~~~", "`x = 1`", "-", "*", "**", "#", "# ", "1.", ",", "\ud83d", "\ude00",
    "\u202e", "\x00", "\U0001f3f4", ENGLAND, "\U000e0067", "\U000e007f", "\udb40", "\udc67", "\ufeff", "\x0c",
    "\u2028", "Word " * 90, "Word.\n" * 9, "(file", "s)", "A", ".", " " * 120, '"""', "'", "<<EOF", "EOF\n",
    "```bash\n", "```\n", "\n```\n", "````", "/*", "*/", "✅ ", "1. ", "Here is the code", "```sh\nls\n```\n",
]  # fmt: skip

REPLIES = [
    f"Here is the code:\n\n```python\n{CODE}```\nRun it.\n",
    "```sh\nls\n```\nThen:\n```python\nx = 1\n```",
    '```\ns = """\n```\nText.\n```\n"""\n```\nDone.',
    "````js\nconst s = `\n```js\nf()\n```\n`;\n````\n",
    "✅ Sure:\r\n~~~ python\r\n\tif x:\r\n\t\ty\r\n~~~\r\n",
    f"a \ud83d\ude00\r\r\n{ENGLAND}\x1b\u202e \n\n  b\t\n",
    "1. First do this:\n   ```py\n   x = 1\n   ```\n2. Then\n   ```py\n   y = 2\n   ```\n",
]


class Settings:
    """How a random reply is shaped."""

    def __init__(self, rng: random.Random) -> None:
        self.indent = rng.choice(["", "  ", "\t"])
        self.fences = rng.random() < 0.8
        self.unit = rng.choice(["", "\t", "    ", None])
        self.languages = rng.choice([(), ("python",), ("bash",)])

    def shape(self, reply: str, cuts: Collection[int] = ()) -> tuple[str, str, str]:
        """What was sent, left out, and warned of."""
        shaper = Shaper(
            indent=self.indent,
            fences=self.fences,
            unit=self.unit,
            languages=self.languages,
            escape=lambda _: "?",
        )
        sent = [shaper.feed(reply[a:b]) for a, b in pairwise([0, *cuts, len(reply)])]
        return "".join(sent) + shaper.finish(), shaper.left_out, shaper.warning or ""


@pytest.mark.parametrize("reply", REPLIES)
def test_a_reply_may_be_cut_anywhere(reply: str) -> None:
    for seed in range(12):
        settings = Settings(random.Random(seed))
        whole = settings.shape(reply)
        for cut in range(1, len(reply)):
            assert settings.shape(reply, [cut]) == whole, f"seed {seed}, cut at {cut}"


def test_a_reply_may_be_cut_anywhere_and_anywhere_else() -> None:
    settings = Settings(random.Random(1))
    for reply in REPLIES[1:3]:
        whole = settings.shape(reply)
        for cuts in combinations(range(1, len(reply)), 2):
            assert settings.shape(reply, cuts) == whole, cuts


@pytest.mark.parametrize("block", range(20))
def test_the_cuts_do_not_matter(block: int) -> None:
    for seed in range(block * 150, block * 150 + 150):
        rng = random.Random(seed)
        settings = Settings(rng)
        reply = "".join(rng.choices(PIECES, k=rng.randint(1, 25)))
        whole = settings.shape(reply)
        cuts = sorted(rng.randint(0, len(reply)) for _ in range(rng.randint(1, 30)))
        assert settings.shape(reply, cuts) == whole, f"seed {seed}: {reply!r} {cuts}"
        assert settings.shape(reply, range(1, len(reply))) == whole, f"seed {seed}: {reply!r}"
        sent = whole[0]
        assert not sent or (sent[0] == "\n" and sent[-1] not in " \t\r\n"), f"seed {seed}"
        assert not re.search(r"[ \t]\n|[\r\x00-\x08\ud800-\udfff\u202e]", sent), f"seed {seed}: {sent!r}"


def test_every_character_is_sent_or_left_out() -> None:
    pieces = [*"\n ab=", "Here. ", "```", "```js", "x = 1\n", "\n```\n", "```sh\n", '"""\n', "Text.\n"]
    for seed in range(4000):
        rng = random.Random(seed)
        settings = Settings(rng)
        reply = "".join(rng.choices(pieces, k=rng.randint(1, 40)))
        sent, left_out, _warning = settings.shape(reply, range(1, len(reply)))
        # Blanks are dropped and lines may be dedented, so count what can be seen.
        assert sorted(re.sub(r"\s", "", sent + left_out)) == sorted(re.sub(r"\s", "", reply)), (
            f"seed {seed}: {reply!r}"
        )
