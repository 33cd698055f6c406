"""Boxes and arrows in a prompt: "A -> B -> C", the steps of a flowchart, who leads whom."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from getcode_lsp.service.engines.scaffold.figures.diagram_phrases import in_arrows, links, with_labels

MOST_NODES = 60
MOST_EDGES = 120
LONGEST_LABEL = 60

_ARROW = re.compile(
    r"\s*(?:-{1,2}\s?(?P<inner>[^\W\d_][\w ]{0,20}?)\s?-{1,2}>|<?[-=]{1,3}>(?:\s?\|(?P<bars>[^|\n]{1,30})\|)?|[→⇒➔➜⟶]|(?<=\s)>(?=\s[^\W\d])|\bleads to\b|\bpoints to\b|\bgoes to\b|\bflows (?:in)?to\b)\s*"
)
_WORDS = r"(?:flow\s?-?chart|work\s?flow|diagram|process|pipeline|architecture|org(?:ani[sz]ation(?:al)?)?(?:\s|-)?chart|organigram|mind\s?map|hierarchy|family tree|tree|(?:login|user|data|control|order|sign-?up|checkout|process|payment)\s+flow|flow|cycle|life\s?cycle|sequence|state machine|boxes|graph|schema|hierarchy|steps|overview|time\s?line|image|picture|svg)"
_HEAD = re.compile(rf"^[^:\n→>]{{0,90}}\b{_WORDS}s?\b[^:\n→>]{{0,80}}:\s*", re.IGNORECASE)
_STEPS = re.compile(
    r"\b(?:flow\s?-?chart|work\s?flow|process|pipeline|steps|cycle|life\s?cycle|sequence|timeline)\b",
    re.IGNORECASE,
)
_TREE = re.compile(
    r"\b(?:org(?:ani[sz]ation(?:al)?)?(?:\s|-)?chart|organigram|hierarchy|family tree|reporting (?:line|structure)|team structure)\b",
    re.IGNORECASE,
)
_WIRED = re.compile(r"\b(?:diagram|network|topology|schematic|graph|system)\b", re.IGNORECASE)
_MAP = re.compile(r"\bmind\s?map\b", re.IGNORECASE)
_ANSWER = re.compile(
    r"^(?:[(\[]\s?)?(?:if\s+)?(yes|no|true|false|ok|fail(?:ed)?|success|error|otherwise|else|valid|invalid|approved|rejected)\b(?:\s?[)\]])?[:,]?\s*",
    re.IGNORECASE,
)
_END_ANSWER = re.compile(r"^(?P<ask>.+\?)\s*(?:if\s+)?(?P<answer>[^?]{1,20})$")
_BULLET = re.compile(r"^(?P<indent>\s*)(?:[-*•]|\d{1,3}[.)])\s+(?P<text>.+)$")


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow from one box to another by their indexes, with what is written at it."""

    start: int
    end: int
    label: str = ""


@dataclass
class Diagram:
    """Boxes by their labels, and the arrows between them. `plain` draws lines without heads; `title` may be ""."""

    nodes: list[str] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    title: str = ""
    plain: bool = False

    def node(self, label: str) -> int:
        """The index of a box with that label, a new one where there is none."""
        name = " ".join(label.split()).strip(" .,;:\"“”'()[]")[:LONGEST_LABEL]
        low = name.lower()
        for at, known in enumerate(self.nodes):
            if known.lower() == low:
                return at
        if not name or len(self.nodes) >= MOST_NODES:
            return -1
        self.nodes.append(name[:1].upper() + name[1:])
        return len(self.nodes) - 1

    def link(self, start: int, end: int, label: str = "") -> None:
        """Add an arrow, once."""
        if min(start, end) < 0 or start == end or len(self.edges) >= MOST_EDGES:
            return
        if not any(edge.start == start and edge.end == end for edge in self.edges):
            self.edges.append(Edge(start, end, " ".join(label.split())[:24]))


def read_diagram(text: str, title: str = "") -> Diagram | None:
    """The diagram that a text describes; None where it describes none."""
    head = _HEAD.match(text.strip())
    body = with_labels(text.strip())[len(head[0]) if head else 0 :]
    if not _ARROW.search(body) and (told := in_arrows(text.strip())):
        body = told
    found = Diagram(title=title or _title(head[0] if head else ""))
    if _TREE.search(text):
        found.plain = True
        _read_tree(found, body)
    if not found.edges and _ARROW.search(body):
        _read_arrows(found, body)
    if not found.edges and _MAP.search(text):
        found.plain = True
        _read_map(found, body)
    if not found.edges and _STEPS.search(text):
        _read_steps(found, body, closed=re.search(r"\b(?:life\s?)?cycle\b", text, re.IGNORECASE) is not None)
    if not found.edges and _WIRED.search(text):
        found.plain = True
        for start, end in links(body):
            found.link(found.node(start), found.node(end))
    return _linked(found) if found.edges else None


def _linked(diagram: Diagram) -> Diagram:
    """The diagram without boxes that no arrow meets."""
    met = sorted({at for edge in diagram.edges for at in (edge.start, edge.end)})
    places = {at: place for place, at in enumerate(met)}
    edges = [Edge(places[edge.start], places[edge.end], edge.label) for edge in diagram.edges]
    return Diagram([diagram.nodes[at] for at in met], edges, diagram.title, diagram.plain)


def _title(head: str) -> str:
    bare = re.sub(
        r"^(?:please\s+)?(?:(?:draw|create|make|generate|show)\s+)?(?:me\s+)?(?:an?\s+|the\s+)?",
        "",
        head.strip(" :\n"),
        flags=re.IGNORECASE,
    )
    match = re.search(
        rf"\b{_WORDS}\b\s+(?:of|for|showing|about|that shows|how to)\s+(?:an?\s+|the\s+|our\s+)?(.+)",
        bare,
        re.IGNORECASE,
    )
    text = (
        match[1]
        if match
        else ""
        if re.fullmatch(rf"(?:\w+\s)?{_WORDS}(?:\s+with.*)?", bare, re.IGNORECASE)
        else bare
    )
    return (text[:1].upper() + text[1:])[:80]


def _statements(body: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;\n]+|(?<=[^\d\s])\.(?:\s+|\Z)", body) if part.strip()]


def _read_arrows(found: Diagram, body: str) -> None:
    asked = -1
    for statement in _statements(body):
        for chain in _chains(re.sub(r"^(?:[-*•]|\d{1,3}[.)])\s+", "", statement)):
            asked = _read_chain(found, chain, asked)


def _chains(statement: str) -> list[str]:
    """Part "a -> b, a -> c" at commas behind which a chain of its own begins."""
    chains: list[str] = []
    for part in re.split(r",\s*(?:and\s+)?", statement):
        if chains and (not _ARROW.search(part) or _BRANCH.match(part)):
            chains[-1] += f", {part}"
        else:
            chains.append(part)
    return chains


def _read_chain(found: Diagram, chain: str, asked: int) -> int:
    pieces, labels, at = [], [], 0
    for arrow in _ARROW.finditer(chain):
        pieces.append(chain[at : arrow.start()])
        labels.append(arrow["inner"] or arrow["bars"] or "")
        at = arrow.end()
    pieces.append(chain[at:])
    if len(pieces) < 2:
        if asked >= 0 and _told_answer(chain)[0]:  # "no: cancel" behind "paid? -> yes: ship"
            _sources(found, chain, asked)
        return asked
    first, label = _sources(found, pieces[0], asked)
    before = first
    for piece, own in zip(pieces[1:], labels, strict=True):
        ends, following = _read_piece(found, piece, before, own or label)
        before, label = ends, following
        asked = next((end for end in ends if found.nodes[end].endswith("?")), asked)
    asking = next((start for start in first if found.nodes[start].endswith("?")), -1)
    return asking if asking >= 0 and asked < 0 else asked


def _read_piece(found: Diagram, piece: str, before: list[int], label: str) -> tuple[list[int], str]:
    """The boxes of one place in a chain, with arrows to them from those before it; and the label of the next arrow."""
    question, mark, answers = piece.partition("?")
    if mark and (branches := _branches(found, answers)):
        before, label = [_follow(found, before, f"{question}?", label)], ""
    else:
        branches = _branches(found, piece)
    if branches:
        for start in before:
            for end, answer in branches:
                found.link(start, end, answer)
        return [end for end, _answer in branches if end >= 0], ""
    told, rest = _told_answer(piece)
    if told and rest and not label and before and found.nodes[before[0]].endswith("?"):
        piece, label = rest, told
    ends, following = _targets(found, piece)
    for start in before:
        for end in ends:
            found.link(start, end, label)
    return ends, following


def _told_answer(piece: str) -> tuple[str, str]:
    """The answer that leads a piece, and the rest of it: "(yes) hand it out", "no: cancel"; "" for "error message"."""
    match = _ANSWER.match(piece.strip())
    rest = piece.strip()[match.end() :].strip() if match else ""
    marked = match is not None and (match[0].strip()[-1:] in ":,)]" or match[1].lower() in ("yes", "no"))
    return (match[1].lower(), rest) if match and (marked or not rest) else ("", piece)


def _sources(found: Diagram, piece: str, asked: int) -> tuple[list[int], str]:
    answer, rest = _told_answer(piece)
    if not answer or asked < 0:
        return _targets(found, piece)
    return ([_follow(found, [asked], rest, answer)], "") if rest else ([asked], answer)


_BRANCH = re.compile(
    r"^(?:and\s)?(?:(?:if|when)\s(?P<answer>yes|no|true|false|ok|okay|valid|invalid|approved|rejected|success\w*|fail\w*|not)|(?P<plain>yes|no|otherwise|else|if not))\b[\s:,]*(?:then\s)?(?P<box>\w.*)$",
    re.IGNORECASE,
)


def _branches(found: Diagram, piece: str) -> list[tuple[int, str]]:
    """The boxes of "if yes ship, if no reorder" with their answers; none where any part is no branch."""
    parts = [
        part.strip()
        for part in re.split(r",\s*|\s+(?=(?:and\s)?(?:if\s(?:yes|no)|otherwise|else)\b)", piece)
        if part.strip()
    ]
    read = [_BRANCH.match(part) for part in parts]
    if len(parts) < 2 or not all(read):
        return []
    return [
        (found.node(one["box"]), (one["answer"] or one["plain"]).lower().replace("if not", "no"))
        for one in read
        if one
    ]


def _targets(found: Diagram, piece: str) -> tuple[list[int], str]:
    """The boxes of one place in a chain, and the label that their next arrow has: "In stock? yes"."""
    asked = _END_ANSWER.match(piece.strip())
    if asked:
        return [at for at in [found.node(asked["ask"])] if at >= 0], asked["answer"].strip()
    parts = re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*", piece.strip()) if len(piece) < 120 else [piece]
    return [at for at in map(found.node, parts) if at >= 0], ""


_CONDITION = re.compile(
    r"^(?:if|when)\s(?P<what>[^,\x00]{2,50}?)(?:\x00|,?\sthen\s)(?P<box>.+)$", re.IGNORECASE
)
_IF = re.compile(
    r"\b(if\s(?!yes\b|no\b|not\b|true\b|false\b|ok\b)[^,;.\n\x00]{2,50}?)(?:,\sthen\s|\sthen\s|,\s)",
    re.IGNORECASE,
)


def _follow(found: Diagram, before: list[int], label: str, answer: str = "") -> int:
    """The box of a step, with arrows from those before it."""
    at = found.node(label)
    for start in before:
        found.link(start, at, answer)
    return at


def _read_steps(found: Diagram, body: str, *, closed: bool) -> None:
    bullets = [match["text"] for line in body.split("\n") if (match := _BULLET.match(line))]
    if bullets:
        steps = bullets
    else:
        body = _IF.sub("\\1\x00", body)  # the condition stays with what it leads to
        flat = re.sub(
            r"(?:^|(?<=[,;.:\n]\s)|(?<=\n)|(?<=\band\s)|(?<=\bthen\s))(?:first(?:ly)?|finally|lastly|at last|after that|next)\b,?\s*",
            "",
            body,
            flags=re.IGNORECASE,
        )
        steps = [
            re.sub(r"^(?:and\s+|then\s+)+", "", part.strip(), flags=re.IGNORECASE)
            for part in re.split(r"[,;\n]|\.(?:\s|\Z)|(?<=\?)\s|\bthen\b|\band then\b", flat)
        ]
        last = re.split(r"\s+and\s+", steps[-1]) if len(steps) > 2 else [steps[-1]]
        steps[-1:] = last
    before: list[int] = []
    asked, ends = -1, []
    for step in (step.strip() for step in steps if step.strip() and len(step) < 100):
        condition, answer = _CONDITION.match(step), _BRANCH.match(step)
        if condition:
            asked = _follow(found, before, f"{condition['what']}?")
            before = [_follow(found, [asked], condition["box"], "yes")]
        elif answer and asked >= 0:
            label = (answer["answer"] or answer["plain"]).lower()
            label = label if label in ("yes", "no", "ok", "true", "false") else "no"
            at = _follow(found, [asked], answer["box"], label)
            before = [at] if before == [asked] else [*before, at]  # what follows comes after either answer
        else:
            before = [_follow(found, before, step)]
            asked = before[0] if step.endswith("?") else -1
        ends.append(before[-1])
    if closed and len(ends) > 2:
        found.link(ends[-1], ends[0])


def _read_map(found: Diagram, body: str) -> None:
    match = re.search(
        r"mind\s?map\s+(?:of|for|about|on)\s+([^:\n]+?)\s*(?::|\bwith\b)\s*(.+)",
        body,
        re.IGNORECASE | re.DOTALL,
    )
    middle, rest = (match[1], match[2]) if match else (found.title, body)
    rest = re.sub(
        r"^(?:the\s)?(?:\w{1,12}\s)?(?:branches|topics|nodes)\b[\s:]*(?:for\s|of\s)?",
        "",
        rest.strip(),
        flags=re.IGNORECASE,
    )
    centre = found.node(middle or "Topic")
    for part in re.split(r"[,;\n]|\s+and\s+", rest):
        found.link(centre, found.node(re.sub(r"^\s*(?:[-*•]|\d+[.)])\s+", "", part)))


_LEADS = re.compile(
    r"^(?P<boss>.+?)\s+(?:leads|manages|heads|supervises|oversees|runs|(?:has|have)(?:\s(?:an?|the|\w{2,5}))?\s(?:children|kids|sons?|daughters?|child)\b:?,?|is (?:the )?(?:boss|parent|manager|head) of|has|with|over)\s+(?:the\s+)?(?P<them>.+)$",
    re.IGNORECASE,
)
_REPORTS = re.compile(r"^(?P<them>.+?)\s+(?:reports?|report)\s+to\s+(?P<boss>.+)$", re.IGNORECASE)
_UNDER = re.compile(
    r"(?:,|\s)\s*(?:under|below|reporting to)\s+(?P<boss>her|him|them|it|that|whom|[^\s,:]+(?:\s[A-Z]\w+)?)\s*:?,?\s*(?:are\s+|is\s+|the\s+)?",
    re.IGNORECASE,
)


def _read_tree(found: Diagram, body: str) -> None:
    if _read_outline(found, body):
        return
    last = -1
    for statement in _statements(body):
        if _ARROW.search(statement):
            for chain in _chains(statement):
                _read_chain(found, chain, -1)
            continue
        under = _UNDER.search(f" {statement}")
        if under:
            last = _read_under(found, f" {statement}", under, last)
            continue
        match = _REPORTS.match(statement) or _LEADS.match(statement)
        if match is None and ":" in statement:
            boss, _, them = statement.partition(":")
            match = re.match(r"(?P<boss>.+?)\n(?P<them>.+)", f"{boss}\n{them.strip()}", re.DOTALL)
        if match:
            last = _person(found, match["boss"])
            for name in _names(match["them"]):
                found.link(last, _person(found, name))
        else:
            last = _person(found, statement)


def _read_under(found: Diagram, statement: str, under: re.Match[str], last: int) -> int:
    top = statement[: under.start()].strip()
    if top:
        last = _person(found, top)
    boss = (
        last
        if under["boss"].lower() in ("her", "him", "them", "it", "that", "whom")
        else _person(found, under["boss"])
    )
    for name in _names(statement[under.end() :]):
        found.link(boss, _person(found, name))
    return boss


def _names(text: str) -> list[str]:
    return [
        re.sub(r"^(?:the|an?)\s+", "", part.strip())
        for part in re.split(r",|\s+and\s+|&", text)
        if part.strip()
    ]


def _person(found: Diagram, words: str) -> int:
    """The box that these words mean: "Tom" is "CTO Tom"."""
    low = words.strip(" .").lower()
    for at, known in enumerate(found.nodes):
        if known.lower() == low or re.search(rf"(?:^|\W){re.escape(low)}(?:\W|$)", known.lower()):
            return at
    return found.node(words)


def _read_outline(found: Diagram, body: str) -> bool:
    """Read bullets that are indented under each other."""
    lines = [match for line in body.split("\n") if (match := _BULLET.match(line))]
    if len(lines) < 2:
        return False
    above: list[tuple[int, int]] = []
    for line in lines:
        depth = len(line["indent"].replace("\t", "    "))
        while above and above[-1][0] >= depth:
            above.pop()
        at = found.node(line["text"])
        if above:
            found.link(above[-1][1], at)
        if at >= 0:
            above.append((depth, at))
    return bool(found.edges)
