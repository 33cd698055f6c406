"""Documents read from a prompt: reports, contracts, minutes, CVs, and whatever has headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from getcode_lsp.service.engines.base import EngineRefusal
from getcode_lsp.service.engines.scaffold.grammar.directives import is_computation
from getcode_lsp.service.engines.scaffold.grammar.layout import Unit, read_layout
from getcode_lsp.service.engines.scaffold.look import Look, names_colours, read_look
from getcode_lsp.service.engines.scaffold.pages.briefs import read_brief
from getcode_lsp.service.engines.scaffold.pages.certificates import is_certificate, read_certificate
from getcode_lsp.service.engines.scaffold.pages.document_blocks import (
    flat,
    heading_of,
    is_date,
    parts_of,
    special_block,
)
from getcode_lsp.service.engines.scaffold.pages.document_facts import (
    NOUN,
    PARTIES,
    PEOPLE,
    TITLE,
    facts_of,
    title_of,
)
from getcode_lsp.service.engines.scaffold.pages.documents import (
    Block,
    Document,
    document_kind,
    from_brief,
)
from getcode_lsp.service.engines.scaffold.pages.model import Contact
from getcode_lsp.service.engines.scaffold.pages.prompt import (
    QUOTE,
    Prompt,
    plain,
    prepare,
    sentences,
    split_list,
)
from getcode_lsp.service.engines.scaffold.pages.recipes import read_recipe
from getcode_lsp.service.engines.scaffold.pages.terms import with_terms
from getcode_lsp.service.engines.scaffold.pages.values import contact_in
from getcode_lsp.service.engines.scaffold.writer import OTHER_ENGINES

_USUAL = {
    "report": ("Summary", "Background", "Findings", "Conclusion"), "proposal": ("Summary", "Goals", "Approach", "Timeline", "Budget"), "guide": ("Purpose", "Before you begin", "Steps", "Help"),
    "contract": ("Subject matter", "Duties of the parties", "Payment", "Term and termination", "Final provisions"), "minutes": ("Agenda", "Discussion", "Decisions"), "cv": ("Profile", "Work experience", "Education", "Skills"),
    "job": ("About the role", "Responsibilities", "Requirements", "What we offer", "How to apply"), "recipe": ("Ingredients", "Method"), "press release": ("News", "Quote", "About", "Contact"),
    "agenda": ("Welcome", "Topics", "Any other business"), "document": ("Introduction", "Main part", "Conclusion"),
}  # fmt: skip
_BEGINS = re.compile(
    r"(?:\b(?:with(?:\s+the)?(?:\s+following)?(?:\s+(?:sections|chapters|headings|parts|clauses|points|topics))?\s*:?|including|covering|containing|(?:sections?|chapters?|headings?|clauses?|parts)\s*:|"
    r"should\s+(?:have|include|cover|contain)|has|includes?|contains?|consisting\s+of|structured\s+as)|:)(?=\s)",
    re.IGNORECASE,
)
_KEYED = re.compile(r"(?P<name>[A-ZÀ-Þ][\w'’-]*(?:\s+[\w'’&-]+){0,3})\s*:\s+(?P<rest>\S.*)\Z", re.DOTALL)
_ATTENDEES = re.compile(
    r"(?:attendees|participants|present|date|author|title|signed\s+by|e-?mail|phone|address)\Z", re.IGNORECASE
)
_NOT_HEADINGS = re.compile(
    r"^(?:.*\b(?:tone|style|font|colou?rs?|theme|layout|format|pages?\s+long|page\s+numbers?|table\s+of\s+contents|cover\s+page|title\s+page|header|footer|professional|a4|english|design)\b.*|(?:concise|formal|friendly|informal|modern|simple|clean|short|signed|it|this|each|numbered))$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?<=[:.,;\w)])[ \t]+(\d{1,2})[.)][ \t]+(?=[A-ZÀ-Þ])")
_APPLY = re.compile(r"\s*(?P<what>apply|applications?|contact|next\s+meeting)\b(?!\s*:)", re.IGNORECASE)
_HEADINGS = {
    "apply": "How to apply",
    "application": "How to apply",
    "applications": "How to apply",
    "contact": "Contact",
    "next meeting": "Next meeting",
}
_ROW = re.compile(r"\s*\|\s*|\s*;\s*|\t")


def read_document(text: str) -> Document:
    """Read a prompt for a document; raises `EngineRefusal` where there is nothing to print in it."""
    known = read_brief("Document", text)
    if known is not None:
        return from_brief(*known)
    if is_computation(text) or not re.search(r"[^\W\d_]{3}", text):
        raise EngineRefusal(
            'The scaffold engine found no document in the prompt: it reads its kind, headings, points, tables and line items, as in "a report on sales with '
            f'summary, a table of regions (region, revenue) and conclusion". It does no algorithms and no business logic. {OTHER_ENGINES}'
        )
    prompt, look = prepare(_unrolled(re.sub(r"^\s*(?=\|)", "- ", text, flags=re.MULTILINE))), read_look(text)
    return read_certificate(prompt, look) if is_certificate(prompt.text) else _Reader(prompt, look).document()


def _unrolled(text: str) -> str:
    """A text in which "1. Welcome 2. Report 3. Close" stands on lines of its own."""
    numbers = [int(number) for number in _NUMBERED.findall(text)]
    return (
        _NUMBERED.sub(r"\n\1. ", text)
        if len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))
        else text
    )


@dataclass(slots=True)
class _Reader:
    prompt: Prompt
    look: Look
    blocks: list[Block] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    kind: str = ""
    title: str = ""

    def document(self) -> Document:
        self.kind = document_kind(self.prompt.text)
        more: tuple[tuple[str, str], ...] = ()
        if self.kind == "recipe":
            more, self.blocks = read_recipe(self.prompt)
            dish = re.match(
                r"\s*recipe\s*:\s+(?P<dish>[^.,:;\n]{2,60}?)(?:\s+for\s+\d+)?\s*[.\n]",
                self.prompt.text,
                re.IGNORECASE,
            )
            self.title = self.prompt.restore(dish["dish"]).capitalize() if dish else ""
            if self.blocks:
                return Document(
                    self.kind,
                    title_of(self.prompt, self.look, self.kind, self.title),
                    self.look,
                    more,
                    tuple(self.blocks),
                )
        for unit in read_layout(self.prompt.text):
            self._unit(unit)
        text = plain(self.prompt.restore(self.prompt.text))
        parties = PARTIES.search(text)
        if not self.blocks:
            self.blocks = [Block(heading) for heading in _USUAL.get(self.kind, _USUAL["document"])]
            self.blocks = with_terms(self.blocks, self.prompt) if self.kind == "contract" else self.blocks
        self._as_checklist()
        self._quotes()
        signers = (
            (parties["one"], parties["other"])
            if parties
            else ("[Party A]", "[Party B]")
            if self.kind == "contract"
            else ()
        )
        return Document(
            self.kind,
            title_of(self.prompt, self.look, self.kind, self.title),
            replace(self.look, brand="") if self.kind == "press release" else self.look,
            (*more, *facts_of(text, self.kind, self.look, parties)),
            tuple(self.blocks),
            signers,
            tuple(dict.fromkeys(self.left))[:8],
        )

    # ---- what stands in the prompt ---------------------------------------------------------------------

    def _unit(self, unit: Unit) -> None:
        if "|" in unit.text and self._table_line(unit.text):
            return
        if unit.level < 0:
            self._headed(unit)
        elif unit.bullet:
            self._listed(unit)
        else:
            for sentence in sentences(unit.text):
                self._sentence(sentence)
            for child in unit.children:
                self._unit(child)

    def _headed(self, unit: Unit) -> None:
        """A heading of a marked-up text; the one above all others is the title."""
        if not self.blocks and any(child.level < 0 for child in unit.children):
            for child in unit.children:
                self._unit(child)
            return
        self.blocks.append(Block(heading_of(self.prompt, unit.text)))
        for child in unit.children:
            last = self.blocks[-1]
            if "|" in child.text and self._table_line(child.text):
                continue
            if child.level < 0:
                self._headed(child)
            elif child.bullet:
                self.blocks[-1] = replace(last, points=(*last.points, self.prompt.restore(flat(child))))
            else:
                self._add_text(self.prompt.restore(child.text))

    def _listed(self, unit: Unit) -> None:
        """A list item: a heading with what stands under it, or a paragraph where it is long."""
        title, colon, told = re.sub(r"\s+[-–—]\s+", ": ", unit.text, count=1).partition(": ")
        special = special_block(self.prompt, unit.text, [child.text for child in unit.children])
        if special is not None:
            self.blocks.append(special)
            return
        if len(unit.text.split()) > 9 and not colon:
            self._add_text(self.prompt.restore(unit.text))
            return
        points = tuple(self.prompt.restore(flat(child)) for child in unit.children)
        told = self.prompt.restore(told).strip()
        self.blocks.append(Block(heading_of(self.prompt, title), (told,) if told else (), points))

    def _sentence(self, sentence: str) -> None:
        begin = _BEGINS.search(sentence)
        named = TITLE.match(sentence) if not self.blocks and not self.title else None
        keyed = _KEYED.match(sentence)
        if keyed and self._names_title(keyed["name"], keyed["rest"]):
            return
        if (
            keyed
            and named is None
            and not re.match(
                r"(?:sections?|chapters?|headings?|clauses?|parts|it|include)\b", sentence, re.IGNORECASE
            )
        ):
            self._keyed(keyed["name"], keyed["rest"])
            return
        if begin is None or (
            named is None
            and not re.match(
                r"\s*(?:it|the\s+\w+|this|sections?|chapters?|headings?|clauses?|agenda|topics|include|cover|add|with)\b",
                sentence,
                re.IGNORECASE,
            )
        ):
            special = special_block(self.prompt, sentence, [])
            apply = _APPLY.match(sentence) if named is None and self.kind not in ("cv", "letter") else None
            if apply:
                text = self.prompt.restore(sentence)
                self.blocks.append(Block(_HEADINGS[" ".join(apply["what"].lower().split())], (text,)))
            elif special is not None and named is None:
                self.blocks.append(special)
            elif named is None and not _NOT_HEADINGS.match(sentence) and self._is_prose(sentence):
                self._add_text(self.prompt.restore(sentence))
            return
        for part in parts_of(sentence[begin.end() :]):
            self._part(part)

    def _names_title(self, name: str, rest: str) -> bool:
        """As in "Job description: Senior Gardener": the kind of document, and its title."""
        said = self.prompt.restore(rest).strip(" .")
        if (
            self.blocks
            or self.title
            or not said[:1].isupper()
            or "," in said
            or ";" in said
            or len(said.split()) > 16
        ):
            return False
        if re.fullmatch(NOUN, name, re.IGNORECASE) and self.kind in (
            "job",
            "press release",
            "report",
            "proposal",
            "guide",
        ):
            self.title = said
        return bool(self.title)

    def _keyed(self, name: str, rest: str) -> None:
        """As in "Decisions: launch in May; hire two engineers": a heading with its points, or a table."""
        if _ATTENDEES.match(name) or (self.kind == "cv" and contact_in(rest) != Contact()):
            return
        table = re.match(r"(?:an?\s+)?table\b", rest, re.IGNORECASE)
        block = special_block(self.prompt, rest, []) if table else None
        if block is not None:
            self.blocks.append(replace(block, heading=heading_of(self.prompt, name)))
            return
        parts = re.split(r";\s+", rest.strip(" .")) if "; " in rest else split_list(rest.strip(" ."))
        texts = [self.prompt.restore(part) for part in parts]
        long = len(texts) == 1 and len(texts[0].split()) > 3
        block = Block(
            heading_of(self.prompt, name),
            (self.prompt.restore(rest).strip(),) if long else (),
            () if long else tuple(texts),
        )
        for at, known in enumerate(self.blocks):
            if known == Block(block.heading):  # it was enumerated before, "with headings Methods, Results"
                self.blocks[at] = block
                return
        self.blocks.append(block)

    def _as_checklist(self) -> None:
        """A checklist is one list, not a heading for each of its lines."""
        bare = all(block == Block(block.heading) for block in self.blocks)
        if (
            bare
            and len(self.blocks) > 1
            and re.search(
                r"\b(?:checklist|rules|(?:packing|shopping|to-?do)\s+list)\b",
                self.prompt.text[:200],
                re.IGNORECASE,
            )
        ):
            self.blocks = [Block("", points=tuple(block.heading for block in self.blocks))]

    def _part(self, part: str) -> None:
        part = re.sub(r"^(?:with|including|containing|has|and)\s+", "", part.strip())
        special = special_block(self.prompt, part, [])
        if special is not None:
            self.blocks.append(special)
            return
        bare = self.prompt.restore(part)
        if (
            names_colours(bare)
            or _NOT_HEADINGS.match(part)
            or not re.search(r"[^\W\d_]{2}", bare)
            or is_date(part)
        ):
            return
        heading, _, told = part.partition(": ")
        head, inside = re.sub(r"\([^)]*\)", "", heading), re.findall(r"\(([^)]*)\)", heading)
        points = [self.prompt.restore(one) for text in inside for one in split_list(text)]
        if len(bare.split()) > 12:
            self._add_text(bare)
            return
        quotes = self.prompt.quoted_in(heading) if not re.fullmatch(rf"\s*{QUOTE}\s*", heading) else []
        title = heading_of(self.prompt, re.sub(QUOTE, " ", head) if quotes else head)
        self.blocks.append(
            Block(title, tuple(filter(None, (self.prompt.restore(told).strip(), *quotes))), tuple(points))
        )

    def _table_line(self, text: str) -> bool:
        """A line of a table drawn with bars; dashes between its lines are dropped."""
        cells = tuple(self.prompt.restore(cell).strip() for cell in text.strip().strip("|").split("|"))
        if len(cells) < 2:
            return False
        if all(re.fullmatch(r":?-{2,}:?", cell) for cell in cells):
            return True
        last = self.blocks[-1] if self.blocks else None
        if last is not None and last.columns and len(last.columns) == len(cells):
            self.blocks[-1] = replace(last, rows=(*last.rows, cells))
        elif last is not None and not last.columns and not last.paragraphs:
            self.blocks[-1] = replace(last, columns=cells)
        else:
            self.blocks.append(Block("", columns=cells))
        return True

    def _add_text(self, text: str) -> None:
        text = text.strip()
        if self.blocks:
            self.blocks[-1] = replace(self.blocks[-1], paragraphs=(*self.blocks[-1].paragraphs, text))
        else:
            self.blocks.append(Block("", (text,)))

    def _is_prose(self, sentence: str) -> bool:
        if (
            len(sentence.split()) < 3
            or contact_in(sentence) != Contact()
            or PEOPLE.search(sentence)
            or is_date(sentence)
        ):
            return False
        if re.match(
            r"\s*(?:use|make|keep|please|format|add|no|don't|do\s+not|it\s+should|should|write|sign|include)\b",
            sentence,
            re.IGNORECASE,
        ):
            if not names_colours(sentence) and not _NOT_HEADINGS.match(sentence):
                self.left.append(plain(self.prompt.restore(sentence)))
            return False
        return True

    def _quotes(self) -> None:
        """Texts in quotes that stand nowhere yet become paragraphs."""
        told = " ".join(" ".join((block.heading, *block.paragraphs, *block.points)) for block in self.blocks)
        for quote in self.prompt.quotes:
            if quote not in told and quote not in (
                self.look.brand,
                title_of(self.prompt, self.look, self.kind, self.title),
            ):
                self._add_text(quote)
