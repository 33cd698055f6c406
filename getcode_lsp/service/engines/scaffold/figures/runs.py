"""Runs of numbers in a prompt: each with the label before or behind it, under the heading of its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from getcode_lsp.service.engines.scaffold.figures.categories import Category, follow
from getcode_lsp.service.engines.scaffold.figures.lexing import Lexeme, Mark, Named, Number, Word

LONGEST_LABEL = 40
_SEPARATORS = frozenset(", ) | & • * →".split())
_JOINING = frozenset("and to then versus vs while und but followed whereas".split())
_FILLERS = frozenset(
    """the a an our my its their his her we i they it he she you had have has having was were is are be been being and or with
    then also finally plus please show shows showing plot draw make me create give us got gets getting about around roughly
    approximately nearly almost only just exactly sold made earned spent saw see reached reaching hit went rose fell grew
    dropped climbed increased decreased jumped ended followed by at to from up down that there so total totalling
    im am der die das for of in on chart graph counted recorded measured achieved scored received costs cost value values
    data numbers number figures figure as follows following these those where each per versus vs compare comparing
    started start starting between use using if into moved won lost came ending again back than it's over currently
    now amounts came comes equals equal stands stood sits lies""".split()
)
_CUTS = frozenset(
    """was were is are had have has got sold made earned spent reached hit went rose fell grew dropped climbed of for showing
    shows show between compare comparing with from scored received about jumped counted where started starting chart graph
    plot draw by said were:""".split()
)
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


@dataclass(slots=True)
class Runs:
    """All runs of a text, with the categories that it lists apart from them, and the words that head them."""

    runs: list[Run] = field(default_factory=list)
    categories: list[Category] = field(default_factory=list)
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
    if colon is not None:
        lone = block[:colon]
        kind = lone[0].categories[0].kind if len(lone) == 1 and isinstance(lone[0], Named) else ""
        text = phrase(lone)
        found.headings.append(text)
        return text, kind
    return None


def _colon(block: Sequence[Lexeme]) -> int | None:
    return next((at for at in reversed(range(len(block))) if _is(block[at], ":")), None)


def _is(lexeme: Lexeme, *texts: str) -> bool:
    return isinstance(lexeme, (Mark, Word)) and lexeme.text.lower() in texts


def _fills(lexeme: Lexeme) -> bool:
    """Whether a word says nothing in a label; "A" alone and "IT" do."""
    return _is(lexeme, *_FILLERS) and len(_text(lexeme)) > 1 and not _text(lexeme).isupper()


def phrase(lexemes: Sequence[Lexeme]) -> str:
    """Lexemes as text again, without the marks that only part."""
    parts = [_text(x) for x in lexemes if not (isinstance(x, Mark) and x.text in ",;:()|•*=")]
    return " ".join(part for part in parts if part).strip(" -–—/&+")[:120]


def _text(lexeme: Lexeme) -> str:
    if isinstance(lexeme, Number):
        return f"{lexeme.amount.value:g}"
    return lexeme.text


def phrases(lexemes: Sequence[Lexeme]) -> list[Category]:
    """A list of names, parted by commas, "and" and "or"; a range gives each of its categories."""
    found: list[Category] = []
    part: list[Lexeme] = []
    for lexeme in [*lexemes, Mark(",")]:
        if isinstance(lexeme, Named) and len(lexeme.categories) > 1:
            found += lexeme.categories
            part = []
        elif _is(lexeme, ",", "and", "or", "&", "/", "|", "(", ")", "versus", "vs", "und"):
            name, kind = label_of(part, first=False)
            if name:
                found.append(Category(name, kind))
            part = []
        else:
            part.append(lexeme)
    return found


def label_of(lexemes: Sequence[Lexeme], *, first: bool) -> tuple[str, str]:
    """The label in the words before or behind a number, and the kind of category that it is."""
    words = [x for x in lexemes if not (isinstance(x, Mark) and x.text not in ("&", "/", "-", "–", "+", "%"))]
    while words and (isinstance(words[-1], Mark) or (_fills(words[-1]))):
        words.pop()
    cut = max((at for at, x in enumerate(words) if first and _is(x, *_CUTS, "-", "–", "—")), default=-1)
    words = words[cut + 1 :]
    while words and (isinstance(words[0], Mark) or (len(words) > 1 and _fills(words[0]))):
        words = words[1:]
    named = [x for x in words if isinstance(x, Named)]
    if len(named) == 1 and len(words) <= 4 and (len(words) == 1 or first or named[0] is words[0]):
        category = named[0].categories[0]
        return category.text, category.kind
    if len(words) == 1 and _fills(words[0]):
        return "", ""
    text = phrase(words[-6:])
    return (text[: LONGEST_LABEL - 1] + "…" if len(text) > LONGEST_LABEL else text), ""


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
        after_labels = [_after(after) for after in afters]
        labelled = sum(bool(self._before(gap, first=False)[0]) for gap in befores[1:])
        behind = sum(bool(label or noun) for label, _kind, noun in after_labels)
        if labelled == 0 and behind and behind >= len(self.numbers) - (len(self.numbers) > 2):
            self._number_first(befores, after_labels)
        else:
            self._label_first(befores, afters)
        if rest:
            self._add_rest(rest)

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
                )
            )
        if measure:
            self.found.headings.append(measure)

    def _measure(self, gap: Sequence[Lexeme]) -> str:
        words = list(gap[: _colon(gap)])
        while words and (isinstance(words[-1], Mark) or _fills(words[-1])):
            words.pop()
        while words and _fills(words[0]):
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
        at = next((at for at, x in enumerate(gap) if _is(x, *_REST)), None)
        if at is None or not any(n.amount.unit == "%" for n in self.numbers):
            return ""
        label, _kind = label_of(
            [x for x in gap[at + 1 :] if not _is(x, "is", "for", "on", "goes")], first=False
        )
        keep = at - 1 if at and _is(gap[at - 1], "the", "and") else at
        self.gaps[-1] = [x for x in gap[:keep] if not _is(x, ",", "and")]
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
                if _is(
                    x, *_LINKS, "respectively", "over", "across", "starting", "labelled", "named", "through"
                )
            ),
            None,
        )
        if link is not None and count > 1:
            names = phrases(gap[link + 1 :])
            starts = _is(gap[link], "starting") or (_is(gap[link], "from") and len(names) == 1)
            if starts and len(names) == 1 and isinstance(gap[-1], Named):
                names = follow(gap[-1].categories[0], count)
            if len(names) == count:
                self.found.categories, self.gaps[-1] = names, gap[:link]
        gap = self.gaps[0]
        wide = [x for x in gap if isinstance(x, Named) and len(x.categories) > 1]
        if wide and count > 1:
            self.found.categories = self.found.categories or list(wide[0].categories)
            self.gaps[0] = [x for x in gap if x is not wide[0]]
            return
        colon = _colon(gap)
        if colon is not None and colon == len(gap) - 1 and count > 1:
            first = next((at for at, x in enumerate(gap) if _is(x, *_CUTS, "of", ":")), -1)
            names = phrases(gap[(first if first < colon else -1) + 1 : colon])
            if len(names) == count and len(names) > 1:
                self.found.categories = self.found.categories or names
                self.gaps[0] = gap[: max(first, 0)]

    def _last_run(self) -> int:
        """How many numbers stand in a row before the end, with nothing but separators between them."""
        count = 1
        for gap in reversed(self.gaps[1:-1]):
            if any(not _is(x, ",", "and", "then", "to", "&", "|", "/") for x in gap):
                break
            count += 1
        return count


def _separator(gap: Sequence[Lexeme]) -> int | None:
    return next((at for at, x in enumerate(gap) if _is(x, *_SEPARATORS, *_JOINING)), None)


def _after(lexemes: Sequence[Lexeme]) -> tuple[str, str, str]:
    """What stands behind a number: the label behind "in" or "for", its kind, and the noun before that."""
    words = list(lexemes)
    while words and (isinstance(words[0], Mark) or _is(words[0], "the", "of")):
        words = words[1:]
    end = next((at for at, x in enumerate(words) if _is(x, ",", ")", ":")), len(words))
    words = words[:end]
    link = next((at for at, x in enumerate(words) if _is(x, *_LINKS)), None)
    if link is None:
        named = next((x for x in words if isinstance(x, Named)), None)
        if named is not None:
            return named.text, named.categories[0].kind, ""
        noun, _kind = label_of(words, first=False)
        return "", "", noun if len(words) <= 5 else ""
    noun, _kind = label_of(words[:link], first=False)
    label, kind = label_of(words[link + 1 :], first=False)
    return label, kind, noun
