"""The words beside a number, read as its label; the words that say nothing in one."""

from __future__ import annotations

from collections.abc import Sequence

from getcode_lsp.service.engines.scaffold.figures.categories import Category
from getcode_lsp.service.engines.scaffold.figures.lexing import Lexeme, Mark, Named, Number, Word

LONGEST_LABEL = 40
_FILLERS = frozenset(
    """the a an our my its their his her we i they it he she you had have has having was were is are be been being and or with
    then also finally plus please show shows showing plot draw make me create give us got gets getting about around roughly
    approximately nearly almost only just exactly sold made earned spent saw see reached reaching hit went rose fell grew
    dropped climbed increased decreased jumped ended followed by at to from up down that there so total totalling
    im am der die das for of in on chart graph counted recorded measured achieved scored received costs cost value values
    data numbers number figures figure as follows following these those where each per versus vs compare comparing
    started start starting between use using if into moved won lost came ending again back than it's over currently
    now amounts came comes rising falling growing dropping climbing sinking like likes prefer prefers chose equals equal stands stood sits lies""".split()
)
CUTS = frozenset(
    """was were is are had have has got sold made earned spent reached hit went rose fell grew dropped climbed of for showing
    shows show between compare comparing with from scored received about jumped counted where started starting chart graph
    plot draw by said were:""".split()
)


def is_(lexeme: Lexeme, *texts: str) -> bool:
    """Whether a lexeme is one of these words or marks."""
    return isinstance(lexeme, (Mark, Word)) and lexeme.text.lower() in texts


def fills(lexeme: Lexeme) -> bool:
    """Whether a word says nothing in a label; "A" alone and "IT" do."""
    return is_(lexeme, *_FILLERS) and len(_text(lexeme)) > 1 and not _text(lexeme).isupper()


def phrase(lexemes: Sequence[Lexeme]) -> str:
    """Lexemes as text again, without the marks that only part."""
    parts = [_text(x) for x in lexemes if not (isinstance(x, Mark) and x.text in ",;:()|•*=")]
    return " ".join(part for part in parts if part).replace("s ' ", "s' ").strip(" -–—/&").lstrip("+ ")[:120]


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
        elif is_(lexeme, ",", "and", "or", "&", "/", "|", "(", ")", "versus", "vs", "und"):
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
    while words and (isinstance(words[-1], Mark) or (fills(words[-1]))):
        words.pop()
    cut = max((at for at, x in enumerate(words) if first and is_(x, *CUTS, "-", "–", "—")), default=-1)
    words = words[cut + 1 :]
    while words and (isinstance(words[0], Mark) or (len(words) > 1 and fills(words[0]))):
        words = words[1:]
    named = [x for x in words if isinstance(x, Named)]
    if (
        len(words) > 2
        and len(named) == 1
        and named[0] is words[-1]
        and is_(words[-2], "on", "in", "for", "at", "by")
    ):
        return named[0].text, named[0].categories[
            0
        ].kind  # "visitors in March: 5": what stands before it heads the rest
    if len(named) == 1 and len(words) <= 4 and (len(words) == 1 or first or named[0] is words[0]):
        category = named[0].categories[0]
        return category.text, category.kind
    if len(words) == 1 and fills(words[0]):
        return "", ""
    text = phrase(words[-6:])
    return (text[: LONGEST_LABEL - 1] + "…" if len(text) > LONGEST_LABEL else text), ""
