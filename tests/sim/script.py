"""What happens in one run, drawn from its seed: a document, a reply in chunks, and what the user does when."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import NamedTuple

from tests.sim.truth import Change, Reading


class Action(NamedTuple):
    """One action of the user; `seed` settles its details when its time has come."""

    time: float
    kind: str
    where: str
    seed: int


@dataclass(frozen=True)
class Script:
    """One run. Shrinking it leaves out chunks and actions and keeps the rest as it was."""

    seed: int
    text: str
    at: int
    line_end: str
    reply_line_end: str
    chunks: tuple[tuple[float, str], ...]
    actions: tuple[Action, ...]
    latency: float
    cancel_at: float | None = None
    read_only_at: float | None = None
    mute_at: float | None = None

    def smaller(self) -> list[Script]:
        """The same run with one thing less, each in turn."""
        found = [
            replace(self, actions=self.actions[:i] + self.actions[i + 1 :]) for i in range(len(self.actions))
        ]
        found += [
            replace(self, chunks=self.chunks[:i] + self.chunks[i + 1 :]) for i in range(1, len(self.chunks))
        ]
        found += [replace(self, cancel_at=None)] if self.cancel_at is not None else []
        found += [replace(self, read_only_at=None)] if self.read_only_at is not None else []
        found += [replace(self, mute_at=None)] if self.mute_at is not None else []
        return found


# A small alphabet makes one change look like another; a larger one keeps them apart.
ALPHABETS = ("a", "ab", "ab", "ab\n", "ab \n", "abcdefgh\n", "xyz😀\n")
KINDS = (
    *["type"] * 9, *["repeat"] * 4, *["delete"] * 4, *["replace"] * 2, *["newline"] * 2, "wide",
    *["undo"] * 2, "redo", *["cursors"] * 2, "burst",
)  # fmt: skip
POLITE_KINDS = (
    *["type"] * 9,
    *["repeat"] * 4,
    *["delete"] * 3,
    "replace",
    *["newline"] * 2,
    "cursors",
    "burst",
)
PLACES = ("before", "start", "inside", "end", "end", "near", "near", "after", "cursor", "cursor")
POLITE_PLACES = ("before", "start", "end", "end", "after", "cursor", "cursor")
GAPS = (0.0, 0.005, 0.02, 0.05, 0.1, 0.16, 0.3, 0.8)


def draw(seed: int) -> Script:
    """The run of a seed."""
    rng = random.Random(seed)
    alphabet = rng.choice(ALPHABETS)
    text = "".join(rng.choices(alphabet + "\n", k=rng.randint(0, 20)))
    at = rng.choice([i for i in range(len(text) + 1) if i == len(text) or text[i] == "\n"])
    line_end = rng.choice(("\n", "\n", "\r\n"))
    reply_line_end = line_end if rng.random() < 0.8 else rng.choice(("\n", "\r\n", "\r"))
    polite = rng.random() < 0.6
    pace = rng.choice(GAPS[1:])
    return Script(
        seed=seed,
        text=text,
        at=at,
        line_end=line_end,
        reply_line_end=reply_line_end,
        chunks=_chunks(rng, alphabet, pace),
        actions=_actions(rng, polite=polite),
        latency=rng.choice((0.001, 0.005, 0.03, 0.2)),
        cancel_at=rng.random() * 1.5 if rng.random() < 0.05 else None,
        read_only_at=rng.random() * 1.5 if rng.random() < 0.02 else None,
        mute_at=rng.random() * 1.5 if rng.random() < 0.02 else None,
    )


def _chunks(rng: random.Random, alphabet: str, pace: float) -> tuple[tuple[float, str], ...]:
    visible = alphabet.replace("\n", "").replace(" ", "")
    time, chunks = 0.0, []
    for number in range(rng.randint(1, 7)):
        time += rng.random() * 2 * pace
        body = "".join(rng.choices(alphabet, k=rng.randint(0, 4))) + rng.choice(visible)
        chunks.append((time, body if number else "\n" + body))
    return tuple(chunks)


def _actions(rng: random.Random, *, polite: bool) -> tuple[Action, ...]:
    time, actions = 0.0, []
    for _ in range(rng.randint(0, 12)):
        time += rng.choice(GAPS) * rng.random() * 2
        kind = rng.choice(POLITE_KINDS if polite else KINDS)
        actions.append(
            Action(time, kind, rng.choice(POLITE_PLACES if polite else PLACES), rng.getrandbits(32))
        )
    return tuple(actions)


class Scene(NamedTuple):
    """What the user sees, and what the reply will bring next."""

    text: str
    region: Reading
    coming: str
    cursor: int


def changes_of(action: Action, scene: Scene) -> list[Change]:
    """The changes of one action, from the bottom up."""
    rng = random.Random(action.seed)
    at = _place(action.where, scene, rng)
    size = len(scene.text)
    letters = scene.text + scene.coming + "a"
    if action.kind == "repeat" and scene.coming:
        length = rng.choice((1, 1, 2, len(scene.coming)))
        return [Change(at, at, scene.coming[:length])]
    if action.kind == "newline":
        return [Change(at, at, "\n")]
    if action.kind in {"delete", "replace"}:
        length = rng.choice((1, 1, 2, 3, 6))
        start, end = max(0, at - length) if rng.random() < 0.6 else at, at
        end = at if start < at else min(size, at + length)
        new = "".join(rng.choices(letters, k=rng.randint(1, 3))) if action.kind == "replace" else ""
        return [_clear_of(scene.region, Change(start, end, new), action.where)]
    if action.kind == "wide":
        start, end = max(0, at - rng.randint(0, 4)), min(size, at + rng.randint(0, 4))
        new = scene.text[start:at] + rng.choice(letters) + scene.text[at:end]
        return [Change(start, end, new)]
    if action.kind == "cursors":
        places = {at, *(rng.randint(0, size) for _ in range(rng.randint(1, 2)))}
        inside = scene.region.start < scene.region.end
        if action.where in POLITE_PLACES and inside:
            places = {p for p in places if not scene.region.start < p < scene.region.end} or {at}
        return [Change(p, p, rng.choice(letters)) for p in sorted(places, reverse=True)]
    return [Change(at, at, rng.choice(letters))]


def _clear_of(region: Reading, change: Change, where: str) -> Change:
    """Keep a change from `before`, `start`, `end` and `after` out of the region."""
    start, end, new = change
    if where in {"before", "start"}:
        return Change(start, min(end, max(start, region.start)), new)
    if where in {"end", "after"}:
        return Change(max(start, min(region.end, end)), end, new)
    return change


def _place(where: str, scene: Scene, rng: random.Random) -> int:
    start, end, _ = scene.region
    size = len(scene.text)
    if where == "before":
        return rng.randint(0, start)
    if where == "after":
        return rng.randint(end, size)
    if where == "inside" and end - start > 1:
        return rng.randint(start + 1, end - 1)
    if where == "near":
        return min(max(end + rng.randint(-2, 2), 0), size)
    if where == "cursor":
        return min(max(scene.cursor, 0), size)
    return start if where == "start" else end
