"""What a prompt asks of a picture; what can't be drawn from simple shapes is not read as anything else."""

from __future__ import annotations

import re
from itertools import pairwise

from getcode_lsp.service.engines.scaffold.colours import MODIFIERS, palette
from getcode_lsp.service.engines.scaffold.figures.diagram_prompt import Diagram, Edge, read_diagram
from getcode_lsp.service.engines.scaffold.figures.emblems import flag_named, initials
from getcode_lsp.service.engines.scaffold.figures.icons import NAMES, thing_named
from getcode_lsp.service.engines.scaffold.figures.lexing import visible
from getcode_lsp.service.engines.scaffold.figures.picture import Motif, Picture, Thing
from getcode_lsp.service.engines.scaffold.figures.scenes import FEATURES
from getcode_lsp.service.engines.scaffold.figures.things import MOST_THINGS, crowded, things_in
from getcode_lsp.service.engines.scaffold.look import Look, named_colour, read_look


class CannotDraw(ValueError):
    """A prompt for a picture that simple shapes can't give."""


_BEYOND = re.compile(
    r"\b(?:photo\w*|photorealistic|realistic|portrait|painting|oil on|oil\b(?=\W*\Z)|watercolou?r|3d\b|render\w*|sketch of|drawing of my|anime|manga|cartoon of|caricature|selfie|screenshot|meme|collage|holding|hugging|wearing|riding|dancing|in the style of|engraving|hyperreal\w*|cinematic|venn|gantt)\b",
    re.IGNORECASE,
)
_SIZE = re.compile(r"\b(\d{2,4})\s?(?:x|×|by)\s?(\d{2,4})\b")
_QUOTED = re.compile(
    r"\"([^\"\n]{1,120})\"|“([^”\n]{1,120})”|(?<!\w)'([^'\n]{1,120})'(?!\w)|«([^»\n]{1,120})»"
)
_SAYS = re.compile(
    r"\b(?:text|saying|says|that says|reading|reads|words?|slogan|with the words?|headline|titled|labell?ed|caption)\b\s*:?\s*(?:is\s+)?([^\n\"“]{1,90}?)(?=\s*(?:\n|\Z|;(?:\s|\Z)|(?<!\bSt)(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bNo)\.(?:\s|\Z)|,\s*(?:(?:in|on|with|and|using|a|an|the)\b|\d|[a-z]+\s*(?:\Z|background|colou?r|and\b))|\s(?:in|on|with|using)\s(?:an?\s|the\s)?(?:[a-z]+\s)?[a-z]+\s*(?:\Z|[.,])))",
    re.IGNORECASE,
)
_INITIALS = re.compile(
    r"\b(?:initials?|letters?|monogram)\s*:?\s*(?:are\s+|is\s+|of\s+)?[\"“']?([A-Z0-9ÄÖÜÉ]{1,3})\b"
)
_TAG = re.compile(
    r"\b(?:tagline|slogan|subtitle|motto|claim)\s*:?\s*(?:is\s+|of\s+)?[\"“']?([^\"”'\n.;]{2,60})",
    re.IGNORECASE,
)
_BRIEF = re.compile(
    r"^(?P<motif>[A-Z][a-z]+) picture(?: of (?P<things>[^.]*?))?(?:, (?P<w>\d{2,4})x(?P<h>\d{2,4}))?\. Colours: (?P<colours>#[0-9a-f]{6}, #[0-9a-f]{6}, #[0-9a-f]{6})\.(?: Words: \"(?P<words>[^\"]*)\"\.)?(?: Below: \"(?P<more>[^\"]*)\"\.)?(?P<rest>.*)\Z",
    re.DOTALL,
)
_PATTERNS = (("stripe", r"strip\w+|diagonal|lines"), ("wave", r"wav\w+"), ("grid", r"grid|plaid|squared"), ("check", r"check\w*|chess\w*"), ("triangle", r"triang\w+"),
             ("hexagon", r"hexag\w+|honeycomb"), ("circle", r"dots?|dotted|polka|circles?|bubbles?|spots?"))  # fmt: skip


_LED_BY_DIAGRAM = re.compile(
    r"\W{0,4}(?:(?:please|draw|make|create|me|an?|the|simple)\s){0,4}(?:\w{1,12}\s)?(?:flow\s?-?chart|time\s?line|org(?:ani[sz]ation(?:al)?)?\schart|diagram|mind\s?map|work\s?flow)\b[^:\n]{0,60}[:\n]",
    re.IGNORECASE,
)


def read_picture(prompt: str) -> Picture:
    """Read a prompt; raises `CannotDraw`."""
    text = visible(prompt).strip()
    brief = _BRIEF.match(text)
    if brief and any(motif.value == brief["motif"] for motif in Motif):
        return _from_brief(brief)
    bare = _QUOTED.sub(" ", text)
    if _BEYOND.search(bare):
        raise CannotDraw
    look = read_look(text)
    if _LED_BY_DIAGRAM.match(text) and (led := _diagram(text, bare, look)):
        return led
    for read in (_flag, _badge, _logo, _banner, _avatar, _pattern, _diagram, _scene, _icons):
        found = read(text, bare, look)
        if found is not None:
            return found
    raise CannotDraw


def _from_brief(brief: re.Match[str]) -> Picture:
    accent, second, ground = brief["colours"].split(", ")
    things = []
    for part in (brief["things"] or "").split(", "):
        name, _, colour = part.strip().partition(" in ")
        if name in NAMES or name in FEATURES or name in ("stripe", "wave", "grid"):
            things.append(Thing(name, colour if re.fullmatch(r"#[0-9a-f]{6}", colour) else ""))
    motif = Motif(brief["motif"])
    diagram = None
    if motif is Motif.DIAGRAM:
        title, _, lines = brief["rest"].strip().partition("\n")
        diagram = Diagram(title=brief["words"] or "", plain="without heads" in title)
        for line in lines.split("\n"):
            start, _, rest = line.partition(" -> ")
            label, _, end = rest.partition(" :: ") if " :: " in rest else ("", "", rest)
            if end:
                a, b = diagram.node(start), diagram.node(end)
                if min(a, b) >= 0 and a != b:
                    diagram.edges.append(Edge(a, b, label))
        if not diagram.edges:
            raise CannotDraw
    if motif is Motif.FLAG and not flag_named(brief["words"] or ""):
        raise CannotDraw
    if motif is Motif.ICONS and not things:
        raise CannotDraw
    size = (_side(brief["w"]), _side(brief["h"])) if brief["w"] else (800, 450)
    return Picture(
        motif,
        accent,
        second,
        ground,
        size,
        brief["words"] or "",
        brief["more"] or "",
        tuple(things[:MOST_THINGS]),
        diagram,
    )


def _side(digits: str) -> int:
    return min(max(int(digits), 60), 4000)


_GROUND = re.compile(
    r"\b(?:on|with|against|over)\s(?:an?\s|the\s)?(?:plain\s|solid\s)?([a-z]{3,8}\s)?([a-z]{3,12})\s(?:background|backdrop|ground)\b",
    re.IGNORECASE,
)


def _make(motif: Motif, text: str, look: Look, *, words: str = "", more: str = "", things: tuple[Thing, ...] = (), diagram: Diagram | None = None, size: tuple[int, int] = (800, 450), white: bool = False) -> Picture:  # fmt: skip
    asked = _SIZE.search(text)
    if asked:
        size = (_side(asked[1]), _side(asked[2]))
    accent, second = look.palette.accent, look.palette.series[1]
    if not look.colours and (named := _plain_colours(text)):
        own = palette(named[0], second=named[1] if len(named) > 1 else "")
        accent, second = own.accent, own.series[1]
    ground = (
        "#ffffff"
        if white and look.scheme.value != "dark" and look.palette.background not in look.colours
        else look.palette.background
    )
    said = _GROUND.search(text) if white else None
    own_ground = (named_colour(f"{said[1] or ''} {said[2]}".strip()) or named_colour(said[2])) if said else ""
    ground = own_ground or ground
    flat = re.compile(r"[\"\n]")
    return Picture(
        motif,
        accent,
        second,
        ground,
        size,
        flat.sub("'", words.strip())[:120],
        flat.sub("'", more.strip())[:120],
        things,
        diagram,
    )


def _plain_colours(text: str) -> list[str]:
    """The colours that a text names in any place: of a picture, "blue triangles" says enough."""
    words = re.findall(r"[a-z]+", _QUOTED.sub(" ", text).lower())
    found = [named_colour(f"{a} {b}" if a in MODIFIERS else b) for a, b in pairwise(["", *words])]
    return list(dict.fromkeys(colour for colour in found if colour))


def _quote(text: str) -> str:
    match = _QUOTED.search(text)
    return next((part for part in match.groups() if part), "") if match else ""


def _said(text: str) -> str:
    if quote := _quote(text):
        return quote
    match = _SAYS.search(text)
    return match[1].strip(" :,.") if match else ""


def _flag(text: str, bare: str, look: Look) -> Picture | None:
    if not re.search(r"\bflags?\b", bare, re.IGNORECASE):
        return None
    name = flag_named(bare)
    if not name:
        raise CannotDraw
    return _make(Motif.FLAG, text, look, words=name.capitalize())


_STATES = {
    "passing": "#2f9e44",
    "success": "#2f9e44",
    "ok": "#2f9e44",
    "failing": "#c92a2a",
    "failed": "#c92a2a",
    "error": "#c92a2a",
    "warning": "#e08700",
}


def _badge(text: str, bare: str, look: Look) -> Picture | None:
    if not re.search(r"\b(?:badge|shield\.io|status label|pill)\b", bare, re.IGNORECASE):
        return None
    said = _said(text) or (
        match[1]
        if (
            match := re.search(
                r"\bbadge\s*(?:for|with|:)\s*(?:the\s+)?((?:[^\n,.]|(?<=\bDr)\.|(?<=\bMr)\.|(?<=\bMs)\.|(?<=\bMrs)\.|(?<=\bSt)\.){2,50})",
                bare,
                re.IGNORECASE,
            )
        )
        else ""
    )
    said = re.sub(r"\s+(?:in|on)\s+\w+(?:\s\w+)?\Z", "", said) or look.brand or "badge"
    left, _, right = (
        said.partition(":") if ":" in said else (said.rpartition(" ")[0], "", said.rpartition(" ")[2])
    )
    found = _make(Motif.BADGE, text, look, words=left.strip(), more=right.strip() or left.strip())
    state = _STATES.get(right.strip().lower())
    if state and not look.colours:
        return Picture(found.motif, state, found.second, found.ground, found.size, found.words, found.more)
    return found


def _logo(text: str, bare: str, look: Look) -> Picture | None:
    if not re.search(r"\b(?:logo|wordmark|logotype|brand mark|emblem|monogram)\b", bare, re.IGNORECASE):
        return None
    mark = _INITIALS.search(text)
    line = _TAG.search(text)
    untagged = text.replace(line[0], " ") if line else text
    name = look.brand or _quote(untagged) or (mark[1] if mark else "") or _said(text)
    if not name:
        match = re.search(
            r"\blogo\s+(?:for|of)\s+(?:an?\s+|the\s+|my\s+|our\s+)?([^\n,.;]{2,40})", bare, re.IGNORECASE
        )
        name = (
            " ".join(
                word[:1].upper() + word[1:]
                for word in re.split(r"\s+(?:with|in|using|and)\s", match[1])[0].split()
            )
            if match
            else ""
        )
    things = things_in(re.sub(re.escape(name), " ", bare) if name else bare)
    if mark:
        things = ()
    shape = _SHAPE.search(bare)
    if mark and name == mark[1]:  # letters alone are the whole logo, in the shape that is named
        things = (Thing(thing_named(shape[0])),) if shape else ()
    words = name or _named_behind(bare)
    return _make(
        Motif.LOGO,
        text,
        look,
        words=words or ("" if things else "Logo"),
        more=line[1] if line else "",
        things=things[:1] if words else things[:6],
    )


_SHAPE = re.compile(r"\b(?:circle|square|triangle|hexagon|diamond|star|heart|shield)\b", re.IGNORECASE)


def _named_behind(bare: str) -> str:
    """The name of "company logo TechNova, modern": capitals behind the word itself."""
    match = re.search(r"\b[Ll]ogo:?\s((?:[A-Z][\w'’&-]{1,24}\s?){1,3})(?=\W|\Z)", bare)
    return match[1].strip() if match else ""


_LETTERING = re.compile(r"\bin\s(?:\w{1,12}\s){0,3}letters?\b", re.IGNORECASE)


def _banner(text: str, bare: str, look: Look) -> Picture | None:
    if not re.search(
        r"\b(?:banner|poster|header image|cover(?: image)?|hero image|social card|og image|card|sign|greeting)\b",
        bare,
        re.IGNORECASE,
    ):
        return None
    said = _said(text) or look.brand
    greeting = re.search(
        r"\b((?:happy|merry|thank you|get well|congratulations|welcome|good luck)[\w ]{0,30}?)\s+(?:card|banner|sign|poster)\b",
        bare,
        re.IGNORECASE,
    )
    if not said and greeting:
        said = greeting[1][:1].upper() + greeting[1][1:]
    if not said:
        match = re.search(
            r"\b(?:banner|poster|cover|card|sign)\s*(?:image\s*)?(?:for|with|of|:)\s*(?:an?\s+|the\s+|my\s+|our\s+)?([^\n.;]{2,70})",
            bare,
            re.IGNORECASE,
        )
        said = re.split(r",|\s+(?:in|with|using)\s", match[1])[0].strip() if match else ""
        said = said[:1].upper() + said[1:]
    if not said:
        return None
    line = _TAG.search(text)
    quotes = [next(part for part in one.groups() if part) for one in _QUOTED.finditer(text)]
    below = line[1] if line else quotes[1] if len(quotes) > 1 and said == quotes[0] else ""
    return _make(
        Motif.BANNER,
        text,
        look,
        words=said,
        more=below,
        things=things_in(_LETTERING.sub(" ", bare))[:1],
        size=(1200, 400),
    )


def _avatar(text: str, bare: str, look: Look) -> Picture | None:
    if not re.search(r"\b(?:avatar|profile (?:picture|image|icon))\b", bare, re.IGNORECASE):
        return None
    mark = _INITIALS.search(text)
    name = re.search(r"\b(?:avatar|picture|image)\s+(?:for|of)\s+((?:[A-Z][\w'’-]+\s?){1,3})", text)
    words = mark[1] if mark else initials(name[1]) if name else initials(_quote(text) or look.brand)
    return _make(Motif.AVATAR, text, look, words=words)


def _pattern(text: str, bare: str, look: Look) -> Picture | None:
    if not re.search(
        r"\b(?:pattern|wallpaper|texture|tile[sd]?|tiling|seamless|stripes|polka dots?|checkerboard|chessboard)\b",
        bare,
        re.IGNORECASE,
    ):
        return None
    name = next(
        (name for name, words in _PATTERNS if re.search(rf"\b(?:{words})\b", bare, re.IGNORECASE)), ""
    )
    things = (
        (Thing(name),)
        if name
        else tuple(Thing(thing.name) for thing in things_in(bare)[:1]) or (Thing("circle"),)
    )
    return _make(Motif.PATTERN, text, look, things=things)


def _diagram(text: str, bare: str, look: Look) -> Picture | None:
    titled = re.search(r"\b(?:titled|title:?|called)\s+[\"“]([^\"”\n]{2,80})[\"”]", text)
    body = text.replace(titled[0], "") if titled else text
    found = read_diagram(body, titled[1] if titled else "")
    if found is None:
        return None
    return _make(Motif.DIAGRAM, "", look, diagram=found, words=found.title, white=True)


def _scene(text: str, bare: str, look: Look) -> Picture | None:
    has = [name for name, words in FEATURES.items() if re.search(rf"\b(?:{words})\b", bare, re.IGNORECASE)]
    wanted = re.search(
        r"\b(?:landscape|scenery|scene|seascape|panorama|view|skyline|horizon|sunset|sunrise|night sky|starry sky|beach|seaside|countryside|winter|nature)\b",
        bare,
        re.IGNORECASE,
    )
    grounds = {"mountains", "hills", "lake", "sea", "desert", "forest", "city"} & set(has)
    icon_asked = re.search(r"\b(?:icon|icons|symbol|clip\s?art|emoji|sticker|glyph)\b", bare, re.IGNORECASE)
    if icon_asked or not (wanted or len(grounds) > 1 or (grounds and len(has) > 2)):
        return None
    known = {word for words in FEATURES.values() for word in re.findall(r"[a-z]{4,}", words)}
    others = [
        thing.name
        for thing in things_in(bare)
        if thing.name not in known
        and thing.name
        not in (
            "pine",
            "tree",
            "house",
            "boat",
            "bird",
            "cloud",
            "sun",
            "moon",
            "star",
            "mountain",
            "flower",
            "rain",
            "snowflake",
            "building",
        )
    ]
    if others or not has:
        raise CannotDraw
    return _make(Motif.SCENE, text, look, things=tuple(Thing(name) for name in has), size=(960, 540))


def _icons(text: str, bare: str, look: Look) -> Picture | None:
    things = things_in(bare)
    if not things or crowded(bare, things):
        return None
    return _make(Motif.ICONS, text, look, things=tuple(things[:MOST_THINGS]), white=True)
