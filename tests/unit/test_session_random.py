"""The edit session against simulated editors, over many seeded runs; and the judge against sessions that are wrong.

A run that went wrong is printed with its seed, made as small as it gets; it comes again with
`python -m tests.sim.fuzz --editor NAME --seed SEED --runs 1`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from getcode_lsp.editing import borders, session, settling
from getcode_lsp.editing.settling import Answer, Settling, Verdict
from getcode_lsp.editing.text import Document, Span, Splice, shift
from tests.sim.editors import EDITORS
from tests.sim.fuzz import SHOWN, Summary, many, show
from tests.sim.run import run
from tests.sim.script import draw

RUNS = 20_000
# Runs are spread over blocks, so that several workers of the test runner share them.
BLOCKS = 8

# The editors that look at an edit's version, and how many runs in a hundred may stop without a real reason. Most of
# these have text of one or two letters, where a change beside the region can be read as one in it.
STRICT = {"vscode": 3, "neovim-stock": 5, "neovim": 4, "eglot": 8, "eglot-live": 10}
CROSSING = ["vscode-old", "version-ignoring", "version-ignoring-live"]


def judged(name: str, first: int, count: int, profile: str = "own") -> Summary:
    summary = many(name, first, count, profile)
    shown = "\n".join(show(name, seed, profile) for seed in summary.wrong[:SHOWN])
    assert not summary.wrong, f"{summary.line(name)}\n{shown}"
    return summary


@pytest.mark.parametrize("block", range(BLOCKS))
@pytest.mark.parametrize("name", STRICT)
def test_no_run_goes_wrong(name: str, block: int) -> None:
    count = RUNS // BLOCKS
    summary = judged(name, block * count, count)
    assert summary.counts["complete"] > count * 0.6, summary.line(name)
    assert _needless(summary) * 100 < count * STRICT[name], summary.line(name)


@pytest.mark.parametrize("name", STRICT)
def test_no_run_goes_wrong_in_an_editor_that_nothing_is_known_of(name: str) -> None:
    judged(name, 0, 2000, "unknown")


@pytest.mark.parametrize("name", CROSSING)
def test_an_edit_that_crossed_a_change_is_named(name: str) -> None:
    summary = judged(name, 0, 5000)
    print(summary.line(name))
    assert summary.counts["crossings"], "the simulated editor never let an edit cross a change"


def _needless(summary: Summary) -> int:
    return sum(count for what, count in summary.counts.items() if what.startswith("needless"))


# The judge: it must catch a session that is wrong, or it says nothing about one that is not.


def _trusts_the_answer(self: Settling, now: float, patience: float) -> Verdict | None:
    """Believe whatever the editor says, as a plain client of applyEdit does."""
    if self.answer is None:
        return None
    if self.answer is Answer.APPLIED:
        reading = self.landed[0] if self.landed else self.absent
        return Verdict(settling.Outcome.LANDED, reading.region)
    return Verdict(settling.Outcome.ABSENT, self.absent.region)


def _never_sends_again(self: session.EditSession, *_: object) -> None:
    """Forget an edit that has not landed."""


def _stays_where_it_was(region: Span, change: Splice, document: Document) -> Span | None:
    """Carry a region through nothing."""
    return region


def _goes_behind(region: Span, change: Splice, document: Document) -> Span | None:
    """Take what is typed at the region's end for a part of it."""
    if change.start == region.end and not change.old:
        return Span(region.start, change.new_end)
    return borders.carry(region, change, document)


def _follows_into_it(region: Span, change: Splice, document: Document) -> Span | None:
    """Go on streaming whatever is done to the region."""
    if change.end <= region.start:
        return Span(shift(region.start, change), shift(region.end, change))
    return borders.follow(region, change)


MUTANTS: dict[str, tuple[str, Callable[[pytest.MonkeyPatch], None]]] = {
    "it trusts the answer": (
        "neovim-stock",
        lambda patch: patch.setattr(Settling, "verdict", _trusts_the_answer),
    ),
    "it never sends again": (
        "vscode",
        lambda patch: patch.setattr(session.EditSession, "_absent", _never_sends_again),
    ),
    "its region does not move": (
        "vscode",
        lambda patch: (
            patch.setattr(session, "carry", _stays_where_it_was),
            patch.setattr(settling, "carry", _stays_where_it_was),
        )[0],
    ),
    "it takes in what is typed behind it": (
        "neovim",
        lambda patch: (
            patch.setattr(session, "carry", _goes_behind),
            patch.setattr(settling, "carry", _goes_behind),
        )[0],
    ),
    "it goes on where it was broken into": (
        "vscode",
        lambda patch: (
            patch.setattr(session, "carry", _follows_into_it),
            patch.setattr(settling, "carry", _follows_into_it),
        )[0],
    ),
    "it takes any change for its own": (
        "neovim-stock",
        lambda patch: patch.setattr(settling, "_end_if_equal", lambda target, *_: target.new_end),
    ),
    "it keeps no chunk that was refused": (
        "eglot-live",
        lambda patch: patch.setattr(session.EditSession, "unsent", property(lambda self: "")),
    ),
    "it goes on after it stopped": (
        "vscode",
        lambda patch: patch.setattr(session.EditSession, "stop", lambda *_: None),
    ),
    "it forgets changes while an edit is under way": (
        "vscode",
        lambda patch: patch.setattr(settling.Reading, "carried", lambda reading, *_: reading),
    ),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_judge_catches_a_session_that_is_wrong(mutant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, spoil = MUTANTS[mutant]
    spoil(monkeypatch)
    summary = many(name, 0, 500)
    assert summary.wrong, summary.line(name)


def test_a_wrong_run_comes_again_and_gets_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settling, "verdict", _trusts_the_answer)
    seed = many("neovim-stock", 0, 500).wrong[0]
    assert many("neovim-stock", seed, 1).wrong == [seed]
    shown = show("neovim-stock", seed, "own")
    assert f"seed {seed}" in shown
    assert "server: edit" in shown


def test_a_run_is_the_same_every_time() -> None:
    for name, seed in itertools.product(EDITORS, range(20)):
        assert run(draw(seed), EDITORS[name]) == run(draw(seed), EDITORS[name]), f"{name} {seed}"
