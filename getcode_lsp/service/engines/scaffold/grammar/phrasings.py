"""Set phrases of English that are put into plainer words in the text itself, before it is cut into tokens.

Every pattern is bounded, so that a hostile text costs no more than a long one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from getcode_lsp.service.engines.scaffold.grammar.clauses import COMMON_FIELDS
from getcode_lsp.service.engines.scaffold.grammar.lexicon import EXPLICIT
from getcode_lsp.service.engines.scaffold.grammar.words import singular

_TOOL = (
    r"(?:fast ?api|express(?:\.?js)?|node(?:\.?js)?|javascript|python(?: ?3(?:\.\d+)?)?|flask|django|pydantic|uvicorn|"
    r"sqlalchemy|commonjs|js|ts|typescript|(?:plain |pure |vanilla )?php(?: ?8)?|laravel|symfony|nest\.?js|koa|fastify|hono|deno|bun)"
)
_TOOLS = rf"{_TOOL}(?:(?:,| and|,? with| on| in|/| \+) {{0,2}}{_TOOL}){{0,4}}"
_STORING = r"(?:stor(?:e|ed)|saved?|record(?:ed)?|keep|kept|track(?:ed)?|captured?|included?|provided?|persisted|specified)"
_MUST = r"(?:should|must|need to|needs to|has to|have to|shall|will|are to|is to)"
_PERSON = r"(?:me|us|you|them|people|everyone|anyone|(?:(?:the|our|my|an?|its) )?[a-z]{3,20})"
_DOES = (
    r"(?=(?:register|create|manage|add|track|store|save|record|list|browse|view|edit|update|delete|read|"
    r"keep|log|submit|organi[sz]e|maintain)\b)"
)

_CARDINAL = r"(?:^|(?<=[.;:,\n(] )|(?<=[\n(])|(?<=\bwith )|(?<=\band ))"

_PLAINER: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), plain)
    for pattern, plain in (
        # The tools are read from the whole prompt elsewhere; here they would only get into names.
        ((rf"[ \t,]{{0,2}}\b(?:using|with|in|on|via|on top of|written in|built with|based on|powered by) {_TOOLS}"
         r"(?=[ \t]*(?:$|[.,;:!?)\n])| (?:for|to|that|which|where|and|with|managing|please|so|called|named)\b)"), ""),
        (r"\bu\b(?= (?:please |pls )?(?:make|build|write|create|do|help|give|code|generate)\b)", "you"),
        ((r"\b(?:(?:is|are)(?: played| held)?|takes? place|runs?|goes|go|leads?|flies|fly) (?:between|from) "
          r"(?!an? (?:[a-z]{2,20} )?(?:date|time|day|min|max|number)\b)(an? [a-z]{2,20} [a-z]{2,20}) (?:and|to) "
          r"(?!an? (?:[a-z]{2,20} )?(?:date|time|day|min|max|number)\b)(an? [a-z]{2,20} [a-z]{2,20})(?=\s*(?:[.,;\n]|$)|,? and\b)"),
         r"belongs to \1 and \2"),
        (r" (?:runs?|lasts?|goes|go)(?= from an? [a-z]{2,20} (?:date|time|day)\b)", ""),
        (r"(?:^|(?<=\n))[ \t]{0,20}(fields|attributes|properties|columns)[ \t]{0,20}\n(?=[ \t]{0,20}[a-z_])", r"\1:\n"),
        (r"\b(?:sth|smth)\b", "something"),
        (r"\b(?:wanna|want 2)\b", "want to"), (r"\bgonna\b", "going to"), (r"\bgotta\b", "need to"),
        (r"\b(?:pls|plz|plis)\b", "please"), (r"\b4 (?=[a-z]{3})", "for "), (r"\bw/o\b", "without"),
        # "As a librarian, I want to … so that …" is told without the librarian and the reason.
        (r"\bas an? [a-z][a-z \-]{1,40}?,?\s{1,3}i (?:want|need|would like|wish|can|should be able|must be able)(?: to be able)?(?: to)?(?= )", "I want to"),
        (r"\bi['’]d like(?= to\b)", "I want"),
        (rf"\b(?:(?:should|must|can|will|shall|to|that|which) )?(?:lets?|allows?|enables?|helps?) {_PERSON} (?:to )?{_DOES}",
         "to "),
        # "Store the following about each student:", "what we know of a car is …".
        ((rf"\b{_STORING} (?:the following|this|these|these things|the following (?:data|details|information|fields|things))"
         r" (?:for|about|of|on|per) (?:each|every|all|a|an|the) "), "each "),
        (r"(?<![\w-])(?:->|=>|→|⇒)(?![\w-])", ":"),
        (r"\b(?:is|are) (?:described|identified|defined|characteri[sz]ed|represented|made up|composed) (?:by|of)\b", "has"),
        (r"\bkeep(s?) (?:an? |the )?records? of\b", r"keep\1 track of"),
        (r"(?<![\w'])[a-z]{2,20}s' (?!(?:and|or)\b)(?=[a-z])", ""),  # "babies' feedings"
        (r"\bwhich ([a-z]{2,20}) [a-z]{2,20} which ([a-z]{2,20})\b", r"the \1, the \2"),
        ((r"\bthe (?:first|second|third|fourth|fifth|last|other)(?: (?:one|entity|table|resource|model))? is (?:called |named )?"
         r"(?:the |an? )?([a-z]{2,20}),? (?:with|which has|that has|having)\b"), r"each \1 has"),
        ((rf"\b{_MUST} (?:give|provide|supply|enter|fill in|specify|state|submit|leave) (?=(?:an? |the |their |his |its )"
         r"(?!valid\b|api\b|token\b|jwt\b|password\b))"), "have "),
        (rf"{_CARDINAL}([a-z]{{2,20}}) (?:1 ?[-:] ?[nm*]|1 to [nm]|one[- ]to[- ]many) (?:to |with )?([a-z]{{2,20}})\b[,;.]?",
         r". Each \1 has many \2."),
        (rf"{_CARDINAL}([a-z]{{2,20}}) (?:[nm*] ?[-:] ?1|[nm] to 1|many[- ]to[- ]one) (?:to |with )?([a-z]{{2,20}})\b[,;.]?",
         r". Each \1 belongs to a \2."),
        (rf"{_CARDINAL}([a-z]{{2,20}}) (?:[nm*] ?[-:] ?[nm*]|[nm] to [nm]|many[- ]to[- ]many) (?:to |with )?([a-z]{{2,20}})\b[,;.]?",
         r". Each \1 has many \2. Each \2 has many \1."),
        ((r"(?:^|(?<=[.!\n] )|(?<=\n))my (?:grandmother|grandma|grandfather|grandpa|mother|mum|mom|father|dad|wife|husband|girlfriend|boyfriend|partner|friend|boss|sister|brother|aunt|uncle|son|daughter|colleague|neighbou?r) "
          r"(?:has|runs?|owns?|keeps?|collects?) (?:(?:an?|some|lots of|many) )?([a-z ]{3,30}?)(?: and [^.,:;\n]{1,80})?(?=[.:\n])"), r"I have a \1"),
        (r"\b([a-z]{3,20})s? collection\b(?=[.:\n])", r"collection of \1s"),
        (r"(?:^|(?<=\n)|(?<=[.;] ))([a-z][a-z ]{1,30}) = (?=[a-z][a-z _]{1,30},)", r"\1: "),  # "supplier = company, phone"
        (r"(?<=\w)[ \t]{1,9}\.{3,40}[ \t]{1,9}(?=\w)", ": "),
        (r"\b(\d{1,9}) \([a-z ]{1,20}\) to (\d{1,9}) \([a-z ]{1,20}\)", r"\1 to \2"),
        (r"\b(?:which|that) (?:can|will|should|may) be used to\b", "to"),
        ((r"(?:^|(?<=[.!\n] ))(?:hi[,!] |hello[,!] )?(?:i(?:'m| am)?|we(?:'re| are)?) (?:running|run|own|have|organi[sz]e|organi[sz]ing|building) "
         r"[^.,;\n]{1,60}? and (?:i |we )?(?:want|need|would like|'d like)(?: to)? "), "I want to "),
        ((r"\b(?:two|three|four|five|six|[2-6]|several|the following) (?:resources|entities|models|tables|collections|objects|"
         r"(?:kinds|types|sorts) of (?:things|records|data|entities|objects))(?:[:,]| called| named|[:,] namely)? (?=[a-z])"), ""),
        (r"(?<=[a-z]) x (?=[a-z])", ", "),
        (r"\b(?:can|may|could|should|must) be (?:marked|flagged|set|ticked off) as (?:an? |the )?([a-z]{3,20})\b", r"has a \1 flag"),
        (r"\bthat returns (?=(?:[a-z]{2,20} )?[a-z]{2,20}s (?:with|having|including|containing)\b)", "for "),
        (r"\bfor (?:each|every) ([a-z]{2,20}) there (?:are|is)(?: many| several)? ", r"each \1 has many "), (r"\bkeep(?P<s>s?) tabs on\b", "track"),
        (r"\bout of (?=\d)", "from 0 to "),
        (r"\bhow much (?:it|they|he|she) (?:costs?)\b", "cost"), (r"\bhow much (?:it|they|he|she) weighs?\b", "weight"),
        (r"\bhow old (?:it|they|he|she) (?:is|are)\b", "age"), (r"\bhow long (?:it|they) takes?\b", "duration"),
        (r"\bhow long (?:it|they) (?:is|are)\b", "length"), (r"\bhow (?:tall|high) (?:it|they|he|she) (?:is|are)\b", "height"),
        (r"\bhow big (?:it|they) (?:is|are)\b", "size"), (r"\bhow far (?:it|they) (?:is|are|goes?|went)\b", "distance"),
        (r"\bwhere (?:it|they|he|she) (?:is|are)(?: (?:kept|located|stored|found|held))?(?=[,.;)]| and\b|\s*$)", "location"),
        (r"\bwhere (?:it|they) (?:stands?|sits?|lives?|hangs?)\b", "location"),
        (r"\bhow often (?:it|they) needs? (?:to be )?([a-z]{3,20})\b", r"\1 interval"), (r"\bsince when\b", "since (date)"),
        (r"\b([a-z]{2,20})\(s\)", r"\1s"),
        # "A loan says which game …" tells what it has.
        ((r"\b(an?|each|every) ([a-z]{2,20}) (?:says|tells|notes|states|specifies|captures|describes) "
          r"(?=(?:which|what|who|when|where|how|whether|the|an?|its) )"), r"\1 \2 has "),
        # "Students can enroll in many courses": each side has many of the other.
        ((r"\b(?:an? |each |every )?([a-z]{2,20}) (?:(?:can|may|could) )?(?:enrol{1,2}s? (?:in|on|for)|attends?|joins?|takes?|signs? up for|"
          r"registers? for|subscribes? to|participates? in|follows?|takes? part in) (?:many|several|multiple) ([a-z]{2,20}s)\b"),
         r"each \1 has many \2. Each \2 has many \1"),
        # "A track can appear in many playlists"
        ((r"(?:,? and )?\b(an?|each|every|one) ([a-z]{2,20}) (?:can |may )?[a-z]{2,12} (?:in|on|to|at|across) "
          r"(?:many|several|multiple) ([a-z]{2,20}s)\b(?=\s*(?:[.;,!\n]|$))"), r". Each \2 has many \3. Each \3 has many \2"),
        ((r"(?:,? and )?\b([a-z]{2,20}s) (?:can|may|could) (?!be\b)[a-z]{2,12} (?:in|on|to|at|across) (?:many|several|multiple) "
          r"([a-z]{2,20}s)\b(?=\s*(?:[.;,!\n]|$))"), r". Each \1 has many \2. Each \2 has many \1"),
        (r'"([A-Z][A-Za-z ]{1,30})"(?=\s*[(:])', r"\1"),
        ((r",? (?:for|over|during) (?:a|the) period (?:from|between) (?:an?|the) ([a-z ]{3,15}) (?:to|until|and) (?:an?|the) "
          r"([a-z ]{3,15})(?=\s*(?:[.;,!\n]|$))"), r" with a \1 and a \2"),
        # "A keeper looks after many animals": whatever the verb is.
        ((r"\b(an?|each|every|one) ([a-z]{2,20}) (?:can |may )?(?!(?:has|have|is|be|and|but|plus|with)\b)[a-z]{3,12}(?: (?:after|for|with|care of))? "
          r"(?:many|several|multiple) (?=[a-z]{2,20}s\b)"), r"each \2 has many "),
        (r"(?:^|(?<=[.;!\n] )|(?<=\n))one (?=[a-z]{2,20}(?: [a-z]{2,20})? (?:has|have|can|may|contains|owns|belongs)\b)", "each "),
        (r"\b(want|need|like|able|us|me|people|users|customers|guests|clients|patients|members) to (?:book|reserve) (?=[a-z])", r"\1 to record "),
        (r"(?<=s) (?:of|for|on|about) (?:them|these|those|each)(?=\s*(?:[.,;\n]|$))", ""),  # "bridges and inspections of them"
        ((r"\bcreated ?(?:and|&|/|,) ?(?:updated|modified)(?: (?:timestamps?|dates?|times?|at|on)\b|(?=_at\b))(?:_at)?"),
         "created at, updated at"),
        (r"\b(to|can|could|and) register (?=(?!for\b)(?:an? |new |the |all |my |our )?[a-z]{2,20}s?\b(?! for\b))", r"\1 record "),
        ((r"\b(?:with|for|having|that has|has) (?:the following|these|the) (?:resources|entities|models|tables|collections|objects|"
         r"types|things)[ \t]*(?::[ \t]*)?(?=\n|$)"), ":"),
        (r"\) (?=[a-z][a-z _]{1,30}s \([a-z])", "), "),
        (r" from an? ([a-z]{2,20} (?:date|time|day)) (?:to|until|till) an? ([a-z]{2,20} (?:date|time|day))\b", r" with a \1 and a \2"),
        (r"\b([a-z]{2,20}s) reference (?=[a-z]{2,20}s\b)", r"\1 belong to "),
        (r"(?<=[a-z]) (?:over|above) (?=\d)", " more than "), (r"(?<=[a-z]) (?:under|below) (?=\d)", " less than "),
        (r"[ \t](?:via|through|over|as|using) (?:an? )?(?:rest(?:ful)?|http|json)(?: apis?| endpoints| interface| service)?(?=\s*(?:[.,;\n]|$))", ""),
        (r"\b([a-z]{2,20}s) (?:group|bundle|gather|hold|combine) (?=[a-z]{2,20}s\b)", r"\1 have many "),
        (r"\b(due|start|end|release|expiry) dates\b(?! of\b)", r"\1 date"),
        (r" at an? (date and (?:a )?time|date|time)\b", r" with a \1"),
        (r"\b(ha(?:s|ve)|contains?|includes?) (?:exactly )?(?:two|three|four|five|six|seven|eight|nine|ten|[2-9]|10) (?=[a-z]{2,20}s\b)", r"\1 "),
        (r"\bweighs (?=(?:up|at|less|more|between|no)\b)", "has a weight "),
        (r"\bcosts (?=(?:up|at|less|more|between|no)\b)", "has a cost "),
    )
)  # fmt: skip
_REASON = re.compile(r",?\s{1,3}(?:so that|so (?=(?:i|we|they|users?|people) (?:can|could|know)\b)|in order to)(?P<why>[^.\n;:]{1,300})",
                     re.IGNORECASE)  # fmt: skip
_PASSIVE = re.compile(
    rf"\b{_MUST} (?:also )?be {_STORING}(?: (?:for|about|of) (?:each|every|all|a|an)"
    r" (?P<whose>[a-z]{2,20}(?: [a-z]{2,20})?))?(?=\s*(?:[.;!]|$))",
    re.IGNORECASE,
)
_OWNER = re.compile(r"(?:^|(?<=[\n.;!] ))(?:each|every|the|an?) (?P<who>[a-z]{2,20}(?: [a-z]{2,20})?)['’]s ", re.IGNORECASE)  # fmt: skip
_START = re.compile(r"[.;!\n](?=[^.;!\n]*$)")


_AMPERSAND = re.compile(r"\b[A-Za-z]&[A-Za-z]\b")
_ROWS = re.compile(r"(?:^[ \t]*\|.{1,400}\|[ \t]*(?:\n|$)){2,100}", re.MULTILINE)
_RULE = re.compile(r"[\s|:\-]+")
_TRUTH = {"yes": True, "y": True, "true": True, "x": True, "✓": True, "✔": True, "no": False, "n": False, "false": False,
          "": False, "-": False}  # fmt: skip
_SAID = {"required": ("optional", "required"), "mandatory": ("optional", "required"), "unique": ("", "unique"),
         "nullable": ("required", "optional"), "optional": ("required", "optional"), "null": ("required", "optional")}  # fmt: skip
_FIELD = frozenset(
    ("field", "fields", "name", "column", "attribute", "property", "field name", "column name")
)


def plainer(text: str) -> tuple[str, list[str]]:
    """The text in plainer words, and the reasons ("so that …") that were taken out of it."""
    text = _AMPERSAND.sub(lambda match: match[0].lower().replace("&", "n"), text)  # "D&D"
    text = _ROWS.sub(_listed, _SCORES.sub(_quoted_scores, text))
    for pattern, plain in _PLAINER:
        text = pattern.sub(plain, text)
    text = _GROUPS.sub(_apart, _JOINING.sub(_joined, text))
    text = _ONE_OF.sub(_choices, text)
    text = _PRIORITIES.sub(_choice_of, text)
    text = _STATES.sub(_flags, text)
    reasons = [match[0].strip(" ,\n") for match in _REASON.finditer(text)]
    return _active(_REASON.sub("", text)), reasons


_GROUPS = re.compile(
    r"(?P<one>\b[a-z]{2,20}\((?P<first>[a-z_]{2,20})[^(),]{0,40},[^()\n]{1,200}\)) (?=[a-z]{2,20}\((?P<second>[a-z_]{2,20})[^(),]{0,40},)",
    re.IGNORECASE,
)


def _apart(match: re.Match[str]) -> str:
    """Read "teacher(name, phone) pupil(name, age)" as two sentences; "price(decimal, required) name(string)" are fields."""
    told = {match["first"].lower(), match["second"].lower()}
    return match[0] if told & _NOTES else f"{match['one']}. "


_NOTES = frozenset("required optional unique nullable max min at default one not up".split()) | (
    set(EXPLICIT) - {"date", "time", "text", "email", "url", "link", "number"}
)
_SCORES = re.compile(r"\(([^()\n]{0,60}\b\d{1,2}-\d{1,2}[^()\n]{0,60})\)")
_MISSPELLED = {
    wrong: right
    for right, wrongs in {
        "with": "wiht wth witht whit", "and": "adn nad", "the": "teh hte", "that": "taht", "should": "shoud shuold", "have": "hvae",
        "release": "relase realease", "rating": "raiting ratting", "address": "adress addres", "category": "catagory cateogry",
        "quantity": "quanity quantiy", "description": "descripton desciption discription", "optional": "optinal optionnal",
        "required": "requierd requried", "unique": "uniqe unqiue", "integer": "intger interger", "boolean": "bolean boolen",
        "email": "emial", "title": "tilte", "author": "auther", "length": "lenght", "weight": "wieght weigth",
        "height": "heigth hieght", "price": "pirce", "field": "feild", "fields": "feilds", "customer": "custumer", "date": "daet",
        "database": "databse", "manage": "mange manange", "appointment": "appointmant apointment", "employee": "employe",
        "schedule": "schedual", "calendar": "calender", "number": "nubmer numer", "belongs": "belogns", "status": "staus",
    }.items()
    for wrong in wrongs.split()
}  # fmt: skip
_WORDS = re.compile(r"(?<![\w])[a-z]{3,12}(?![\w])", re.IGNORECASE)


def spelled(text: str) -> tuple[str, list[str]]:
    """The text with common slips mended, and a remark on each."""
    remarks = {}

    def mend(match: re.Match[str]) -> str:
        right = _MISSPELLED.get(match[0].lower())
        if right is None:
            return match[0]
        remarks[match[0].lower()] = f"'{match[0].lower()}' is read as '{right}'"
        return right

    return _WORDS.sub(mend, text), list(remarks.values())


def _quoted_scores(match: re.Match[str]) -> str:
    """Put scores such as "1-0" among several choices into quotes, for they are no ranges."""
    parts = [part.strip() for part in re.split(r"[,|]", match[1])]
    if sum(bool(re.fullmatch(r"\d{1,2}-\d{1,2}", part)) for part in parts) < 2:
        return match[0]
    return "(" + ", ".join(f'"{part}"' for part in parts) + ")"


_JOINING = re.compile(
    r"\b(?P<join>[a-z]{2,20}s) (?:that |which )?(?:link|connect|join)(?:ing)? (?P<one>[a-z]{2,20}s|equipment|staff) "
    r"(?:to|with|and) (?P<other>[a-z]{2,20}s)\b",
    re.IGNORECASE,
)


def _joined(match: re.Match[str]) -> str:
    """Read "bookings linking passengers to flights" as a sentence of its own."""
    join, one, other = (singular(match[name].lower()) for name in ("join", "one", "other"))
    return f"{match['join']}; each {join} belongs to a {one} and a {other}"


_VALUE = r"(?!default|and\b|or\b)[a-z][\w-]{0,30}"
_ONE_OF = re.compile(
    r"(?<![(\w])(?P<name>(?!(?:of|is|are|be|as|to|any|has|have|with|which|that|who|it)\b)[a-z][\w-]{1,30})(?P<verb> (?:is|must be|should be|can be|of))?:? one of "
    rf"(?P<values>{_VALUE}(?:,? or |, ?){_VALUE}(?:(?:, ?|,? or ){_VALUE}){{0,10}})"
    r"(?:(?: ?(?P<open>\()|, )(?:default(?:s to)?|defaulting to):? ?(?P<default>[\w-]{1,30})(?(open)\))| (?=[a-z])|(?=,? and\b)|(?=,))?",
    re.IGNORECASE,
)
_SINGLE = re.compile(r",? or |, ?")
_NO_CHOICES = COMMON_FIELDS | {
    "id",
    "tags",
    "created",
    "updated",
    "due",
    "quantity",
    "optional",
    "required",
    "unique",
}


def _choices(match: re.Match[str]) -> str:
    """Put the values of "status is one of open, closed (default open), due date" into brackets, apart from the next field."""
    values = _SINGLE.split(match["values"])
    kept = next(
        (at for at, value in enumerate(values) if at and (value.lower() in _NO_CHOICES or "_" in value)),
        len(values),
    )
    behind = match.string[match.end() : match.end() + 1]
    ends = match["default"] is not None or behind in ("", ".", ";", ")", "\n")
    if (
        kept == len(values)
        and not match["default"]
        and match[0].endswith(" ")
        and " or " not in match["values"]
    ):
        kept -= 1  # its last word begins the next field: "…, due date"
    if kept < 2 or (
        ends and not match["default"] and kept == len(values) and (match["verb"] or " or " in match["values"])
    ):
        return match[0]
    default = f", default {match['default']}" if match["default"] else ""
    rest = "".join(f", {value}" for value in values[kept:])
    space = " " if match[0].endswith(" ") else ""
    return f"{match['name']} (one of {', '.join(values[:kept])}{default}){rest}{space}"


_STATES = re.compile(
    r"\b(?:can|may|could) be (?P<states>(?:[a-z]{2,15}ed)(?:(?:, | and | or |, and |, or )[a-z]{2,15}ed){0,5})"
    r"(?=\s*(?:[.;\n]|,? and (?:ha(?:s|ve)|belongs?)\b|$))",
    re.IGNORECASE,
)
_NO_STATES = frozenset(
    """created edited updated deleted added removed listed viewed searched filtered sorted managed retrieved fetched changed stored
    saved assigned linked grouped ordered used accessed modified queried requested displayed based related shared uploaded
    downloaded exported imported reordered renamed moved called named""".split()
)


def _flags(match: re.Match[str]) -> str:
    """Read "notes can be pinned and archived" as two flags; what every record can be is no state of it."""
    states = re.split(r",? (?:and|or) |, ", match["states"].lower())
    if _NO_STATES.intersection(states):
        return match[0]
    return "have " + " and ".join(f"a {state} flag" for state in states)


_PRIORITIES = re.compile(
    r"\b(?P<name>priorit(?:y|ies)|status(?:es)?|severit(?:y|ies)|categor(?:y|ies)|types?|sizes?|levels?|stages?) "
    r"(?P<values>[a-z-]{1,20}(?:/[a-z-]{1,20}){1,8})(?=\s*(?:[,.;)\n]|and\b|$))",
    re.IGNORECASE,
)


def _choice_of(match: re.Match[str]) -> str:
    """Read "priorities low/medium/high" as one field with choices."""
    name = singular(match["name"].lower())
    return f"{name} ({match['values'].replace('/', ', ')})"


def _listed(match: re.Match[str]) -> str:
    """The rows of a Markdown table as a list: the first cell a name, the others what is said about it."""
    rows = [
        [cell.strip() for cell in row.strip().strip("|").split("|")] for row in match[0].strip().split("\n")
    ]
    ruled = next((at for at, row in enumerate(rows) if _RULE.fullmatch("|".join(row))), None)
    head = rows[:ruled] if ruled else []
    lines = [
        f"- {row[0]}: {', '.join(_cells(head[-1] if head else [], row))}".rstrip(": ")
        for row in rows[(ruled or -1) + 1 :]
    ]
    fields = ["Fields:"] if head and head[-1][0].lower() in _FIELD else []
    return "\n".join([*fields, *lines]) + "\n"


def _cells(head: list[str], row: list[str]) -> Iterator[str]:
    """What the cells behind the first one say, each under its heading."""
    for at, cell in enumerate(row[1:], 1):
        title = head[at].lower().rstrip("?") if at < len(head) else ""
        truth = _TRUTH.get(cell.lower())
        if title in _SAID and truth is not None:
            yield _SAID[title][truth]
        elif title.startswith("default") and cell and truth is None and cell != "-":
            yield f"default {cell}"
        elif cell and cell not in "-–—":
            yield cell


def _active(text: str) -> str:
    """Read "the student's name and age should be stored" as "each student has name and age"."""
    out: list[str] = []
    end = 0
    for match in _PASSIVE.finditer(text):
        before = text[end : match.start()]
        start = _START.search(before)
        head, told = (before[: start.end()], before[start.end() :]) if start else ("", before)
        owner = _OWNER.match(told.strip())
        if match["whose"]:
            told = f" each {match['whose']} has {told.strip()}"
        elif owner:
            told = f" each {owner['who']} has {told.strip()[owner.end() :]}"
        else:
            told = f" each has {told.strip()}"
        out += [head, told]
        end = match.end()
    return "".join([*out, text[end:]])
