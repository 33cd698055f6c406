"""Runs of numbers in a prompt: each with the label before or behind it, under the heading of its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from getcode_lsp.service.engines.scaffold.figures.categories import TEMPORAL, Category, follow
from getcode_lsp.service.engines.scaffold.figures.labels import CUTS, fills, is_, label_of, phrase, phrases
from getcode_lsp.service.engines.scaffold.figures.lexing import Lexeme, Mark, Named, Number

_SEPARATORS = frozenset(", ) | & • * →".split())
_JOINING = frozenset("and to then versus vs while und but followed whereas".split())
_LINKS = frozenset(
    "in for on at during from of by im per am to as goes went are is were was came comes".split()
)
_REST = frozenset("rest remainder remaining others other balance".split())
_LABELS = frozenset(
    "labels label categories category names x x-axis groups months days quarters years weeks items".split()
)


@dataclass(slots=True)
class Run:
    """Numbers under one label; `noun` is what they count ("users"), `kind` the kind of category the label is."""

    label: str
    values: list[float]
    unit: str = ""
    noun: str = ""
    kind: str = ""
    heading: str = ""
    heading_kind: str = ""
    when: Category | None = None
    """The year or month behind a number whose label is what it counts, as in "18 members in 2015"."""


@dataclass(slots=True)
class Runs:
    """All runs of a text, with the categories that it lists apart from them, and the words that head them."""

    runs: list[Run] = field(default_factory=list)
    categories: list[Category] = field(default_factory=list)
    listed: list[list[Category]] = field(default_factory=list)
    """Names that a sentence lists without saying that they are categories: "on battery, camera and price"."""
    headings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_runs(lexemes: Sequence[Lexeme]) -> Runs:
    """The runs of a text, sentence by sentence."""
    found = Runs()
    open_heading: tuple[str, str] = ("", "")
    for block in _blocks(lexemes):
        if not any(isinstance(lexeme, Number) for lexeme in block):
            open_heading = _heading_only(found, block) or open_heading
            continue
        before = len(found.runs)
        _Block(found, block).read()
        own = found.runs[before:]
        if open_heading[0] and all(not run.heading for run in own):
            for run in own:
                run.heading, run.heading_kind = open_heading
        elif any(run.heading for run in own):
            open_heading = ("", "")
    return found


def _blocks(lexemes: Sequence[Lexeme]) -> list[list[Lexeme]]:
    blocks: list[list[Lexeme]] = [[]]
    for lexeme in lexemes:
        if isinstance(lexeme, Mark) and lexeme.text in (";", ".", "!", "?", "\n"):
            blocks.append([])
        else:
            blocks[-1].append(lexeme)
    return [block for block in blocks if block]


def _heading_only(found: Runs, block: list[Lexeme]) -> tuple[str, str] | None:
    """What a sentence without numbers gives: categories, or a heading for what follows."""
    colon = _colon(block)
    if colon is not None and colon < len(block) - 1:
        head = phrase(block[:colon]).lower()
        names = phrases(block[colon + 1 :])
        if (
            len(names) > 1
            and (head in _LABELS or not found.categories)
            and all(len(n.text) < 30 for n in names)
        ):
            found.categories = found.categories or names
        return None
    ranges = [lexeme for lexeme in block if isinstance(lexeme, Named)]
    listed = [category for lexeme in ranges for category in lexeme.categories]
    if len(listed) > 1 and len({category.kind for category in listed}) == 1:
        found.categories = found.categories or listed
    if colon is None and (names := _listed(block)):
        found.listed.append(names)
    if colon is not None:
        lone = block[:colon]
        kind = lone[0].categories[0].kind if len(lone) == 1 and isinstance(lone[0], Named) else ""
        text = phrase(lone)
        found.headings.append(text)
        return text, kind
    return None


def _listed(block: Sequence[Lexeme]) -> list[Category]:
    """The names behind the last "on", "across", "for", "by" or "in" of a sentence, where they are three or more."""
    links = [at for at, x in enumerate(block) if is_(x, "on", "across", "for", "by", "in", "of", "over")]
    names = phrases(block[links[-1] + 1 :]) if links else []
    return names if len(names) > 2 and all(len(name.text) < 30 for name in names) else []


def _colon(block: Sequence[Lexeme]) -> int | None:
    return next((at for at in reversed(range(len(block))) if is_(block[at], ":")), None)


class _Block:
    """One sentence with numbers: its gaps between the numbers tell which label belongs to which."""

    def __init__(self, found: Runs, block: list[Lexeme]) -> None:
        self.found = found
        self.numbers = [x for x in block if isinstance(x, Number)]
        self.gaps: list[list[Lexeme]] = [[]]
        for lexeme in block:
            if isinstance(lexeme, Number):
                self.gaps.append([])
            else:
                self.gaps[-1].append(lexeme)
        self.heading, self.heading_kind = "", ""

    def read(self) -> None:
        """Add the block's runs to what was found."""
        rest = self._take_rest()
        self._take_categories()
        befores, afters = self._split()
        if self._read_counted(befores, afters):
            return
        after_labels = [_after(after) for after in afters]
        labelled = sum(bool(self._before(gap, first=False)[0]) for gap in befores[1:])
        behind = sum(bool(label or noun) for label, _kind, noun in after_labels)
        if labelled == 0 and behind and behind >= len(self.numbers) - (len(self.numbers) > 2):
            self._number_first(befores, after_labels)
        else:
            self._label_first(befores, afters)
        if rest:
            self._add_rest(rest)

    def _read_counted(self, befores: list[list[Lexeme]], afters: list[list[Lexeme]]) -> bool:
        """Read "In 2022 we sold 40 bikes and 25 scooters, in 2023 55 bikes and 30 scooters": a year, then its counts."""
        outers = [
            next((x for x in gap if isinstance(x, Named) and len(x.categories) == 1), None) for gap in befores
        ]
        nouns = [label_of(after, first=False)[0] for after in afters]
        if not (outers[0] and all(nouns) and sum(map(bool, outers)) > 1 and len(set(nouns)) < len(nouns)):
            return False
        if sum(map(bool, outers)) == len(outers):  # each number has a category of its own before it
            return False
        outer = outers[0]
        for number, noun, own in zip(self.numbers, nouns, outers, strict=True):
            outer = own or outer
            heading = outer.categories[0]
            value = [number.amount.value]
            self.found.runs.append(Run(noun, value, number.amount.unit, "", "", heading.text, heading.kind))
        return True

    def _split(self) -> tuple[list[list[Lexeme]], list[list[Lexeme]]]:
        """Before each number, and behind each: a gap between two is parted at its first separator."""
        befores, afters = [self.gaps[0]], []
        loose = 0
        for gap in self.gaps[1:-1]:
            at = _separator(gap)
            loose += at is None and bool(gap)
            befores.append(gap[at + 1 :] if at is not None else [])
            afters.append(gap[:at] if at is not None else gap)
        afters.append(self.gaps[-1])
        if loose and self._before(self.gaps[0], first=True)[0]:  # "Jan 120 Feb 135"
            for index, gap in enumerate(self.gaps[1:-1]):
                if _separator(gap) is None:
                    befores[index + 1], afters[index] = gap, []
        return befores, afters

    def _before(self, gap: Sequence[Lexeme], *, first: bool) -> tuple[str, str]:
        colon = _colon(gap)
        if colon is None:
            return label_of(gap, first=first)
        dash = next((at for at in range(len(gap) - 1, colon + 2, -1) if is_(gap[at], "-", "–", "—")), -1)
        if first and dash > 0 and label_of(gap[dash + 1 :], first=False)[0]:  # "chart: rain in Rome - Jan 55"
            self._head(gap[colon + 1 : dash])
            return label_of(gap[dash + 1 :], first=False)
        right = label_of(gap[colon + 1 :], first=False)
        if right[0]:
            if colon:
                self._head(gap[:colon])
            return right
        left = gap[:colon]
        earlier = _colon(left)
        if earlier is not None:
            self._head(left[:earlier])
            left = left[earlier + 1 :]
        return label_of(left, first=first)

    def _head(self, lexemes: Sequence[Lexeme]) -> None:
        colon = _colon(lexemes)
        if colon is not None:
            self.found.headings.append(phrase(lexemes[:colon]))
            lexemes = lexemes[colon + 1 :]
        text, kind = label_of(lexemes, first=False)
        self.heading, self.heading_kind = phrase(lexemes) if not kind else text, kind

    def _part_measure(self, runs: list[Run]) -> None:
        """Take the measure off the first label of "market share A 40, B 35", where the others show what a label is."""
        words = runs[0].label.split()
        others = [run.label for run in runs[1:]]
        if len(words) < 2 or len(others) + 1 < len(self.numbers) or any(" " in label for label in others):
            return
        like = len(words[-1]) == 1 == max(map(len, others)) or (
            words[-1][:1].isupper() and words[-2].islower()
        )
        if like:
            runs[0].label = words[-1]
            self.found.headings.append(" ".join(words[:-1]))

    def _label_first(self, befores: list[list[Lexeme]], afters: list[list[Lexeme]]) -> None:
        start = len(self.found.runs)
        behind: list[Category] = []
        for at, number in enumerate(self.numbers):
            label, kind = self._before(befores[at], first=at == 0)
            value, unit = number.amount.value, number.amount.unit
            noun, _kind = label_of(afters[at], first=False) if len(afters[at]) < 4 else ("", "")
            if label or at == 0:
                run = Run(label, [value], unit, noun, kind, self.heading, self.heading_kind)
                self.found.runs.append(run)
            else:
                run = self.found.runs[-1]
                run.values.append(value)
                run.unit = run.unit or unit
            name, named, _noun = _after(afters[at])
            if named and not self.found.categories:
                behind.append(Category(name, named))
        if 1 < len(behind) == len(self.found.runs[start].values):  # "A had 5 in Q1, 6 in Q2"
            self.found.categories = behind
        if self.heading:
            self.found.headings.append(self.heading)
        elif len(self.numbers) > 1:
            self._part_measure(self.found.runs[start:])

    def _number_first(self, befores: list[list[Lexeme]], labels: list[tuple[str, str, str]]) -> None:
        measure = self._measure(befores[0])
        nouns = {noun.lower() for label, _kind, noun in labels if noun}
        linked = sum(bool(label) for label, _kind, _noun in labels)
        grid = len(nouns) > 1 and linked > 1 and len(nouns) < len(self.numbers)
        if grid:
            self._grid(labels)
            return
        for number, (label, kind, noun) in zip(self.numbers, labels, strict=True):
            own = label if label and (linked > 1 or not noun) else noun
            self.found.runs.append(
                Run(
                    own,
                    [number.amount.value],
                    number.amount.unit,
                    noun if own == label else "",
                    kind if own == label else "",
                    measure,
                    when=Category(label, kind) if kind in TEMPORAL and own != label else None,
                )
            )
        if measure:
            self.found.headings.append(measure)

    def _measure(self, gap: Sequence[Lexeme]) -> str:
        words = list(gap[: _colon(gap)])
        earlier = _colon(words)
        if earlier is not None:  # "staff by age: 20-29: 12 men"
            self.found.headings.append(phrase(words[:earlier]))
            words = words[earlier + 1 :]
        while words and (isinstance(words[-1], Mark) or fills(words[-1])):
            words.pop()
        while words and fills(words[0]):
            words = words[1:]
        return phrase(words[-6:])

    def _grid(self, labels: list[tuple[str, str, str]]) -> None:
        """Read "5 apples and 3 pears in 2019, 6 apples and 4 pears in 2020": the year counts for both before it."""
        outer = ("", "")
        found: list[Run] = []
        for number, (label, kind, noun) in zip(reversed(self.numbers), reversed(labels), strict=True):
            outer = (label, kind) if label else outer
            found.append(Run(noun, [number.amount.value], number.amount.unit, "", "", *outer))
        self.found.runs += reversed(found)

    def _take_rest(self) -> str:
        """Take "the rest savings" off the end; the label of what is missing to 100%, "" where nothing is said."""
        gap = self.gaps[-1]
        at = next((at for at, x in enumerate(gap) if is_(x, *_REST)), None)
        if at is None or not any(n.amount.unit == "%" for n in self.numbers):
            return ""
        label, _kind = label_of(
            [x for x in gap[at + 1 :] if not is_(x, "is", "for", "on", "goes")], first=False
        )
        keep = at - 1 if at and is_(gap[at - 1], "the", "and") else at
        self.gaps[-1] = [x for x in gap[:keep] if not is_(x, ",", "and")]
        return label or "Rest"

    def _add_rest(self, label: str) -> None:
        own = [run for run in self.found.runs if len(run.values) == 1]
        missing = 100 - sum(run.values[0] for run in own)
        if missing > 0:
            value = round(missing, 6)
            self.found.runs.append(Run(label, [value], "%"))
            self.found.notes.append(f"{label} is what is missing to 100%: {value:g}%")

    def _take_categories(self) -> None:
        """Take the names of the categories off the end or the start: "for Q1 to Q3", "apples, pears, plums: 1, 2, 3"."""
        count = self._last_run()
        gap = self.gaps[-1]
        link = next(
            (
                at
                for at, x in enumerate(gap)
                if is_(
                    x, *_LINKS, "respectively", "over", "across", "starting", "labelled", "named", "through"
                )
            ),
            None,
        )
        if link is not None and count > 1:
            names = phrases(gap[link + 1 :])
            starts = is_(gap[link], "starting") or (is_(gap[link], "from") and len(names) == 1)
            if starts and len(names) == 1 and isinstance(gap[-1], Named):
                names = follow(gap[-1].categories[0], count)
            if len(names) == count:
                self.found.categories, self.gaps[-1] = names, gap[:link]
        if count > 1 and self._take_labels(count):
            return
        gap = self.gaps[0]
        wide = [x for x in gap if isinstance(x, Named) and len(x.categories) > 1]
        if wide and count > 1:
            self.found.categories = self.found.categories or list(wide[0].categories)
            self.gaps[0] = [x for x in gap if x is not wide[0]]
            return
        colon = _colon(gap)
        if colon is not None and colon == len(gap) - 1 and count > 1:
            first = next((at for at, x in enumerate(gap) if is_(x, *CUTS, "of", ":")), -1)
            names = phrases(gap[(first if first < colon else -1) + 1 : colon])
            if len(names) == count and len(names) > 1:
                self.found.categories = self.found.categories or names
                self.gaps[0] = gap[: max(first, 0)]

    def _take_labels(self, count: int) -> bool:
        """Take the names out of "labels red, blue and data 12, 19"; whether there were as many as numbers."""
        gap = self.gaps[0]
        first = next((at for at, x in enumerate(gap) if is_(x, *_LABELS)), len(gap))
        last = next((at for at in reversed(range(len(gap))) if is_(gap[at], "data", "values", "numbers")), 0)
        names = phrases(gap[first + 1 : last])
        if len(names) != count:
            return False
        self.found.categories = self.found.categories or names
        self.gaps[0] = gap[:first]
        return True

    def _last_run(self) -> int:
        """How many numbers stand in a row before the end, with nothing but separators between them."""
        count = 1
        for gap in reversed(self.gaps[1:-1]):
            if any(not is_(x, ",", "and", "then", "to", "&", "|", "/") for x in gap):
                break
            count += 1
        return count


def _separator(gap: Sequence[Lexeme]) -> int | None:
    return next((at for at, x in enumerate(gap) if is_(x, *_SEPARATORS, *_JOINING)), None)


def _after(lexemes: Sequence[Lexeme]) -> tuple[str, str, str]:
    """What stands behind a number: the label behind "in" or "for", its kind, and the noun before that."""
    words = list(lexemes)
    while words and (isinstance(words[0], Mark) or is_(words[0], "the", "of")):
        words = words[1:]
    end = next((at for at, x in enumerate(words) if is_(x, ",", ")", ":")), len(words))
    words = words[:end]
    link = next((at for at, x in enumerate(words) if is_(x, *_LINKS)), None)
    if link is None:
        named = next((x for x in words if isinstance(x, Named)), None)
        if named is not None:
            return named.text, named.categories[0].kind, ""
        noun, _kind = label_of(words, first=False)
        return "", "", noun if len(words) <= 5 else ""
    noun, _kind = label_of(words[:link], first=False)
    label, kind = label_of(words[link + 1 :], first=False)
    return label, kind, noun
