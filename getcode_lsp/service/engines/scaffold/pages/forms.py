"""The fields of a form and the columns of a table, read with the grammar of API fields where that knows more."""

from __future__ import annotations

import re
from functools import lru_cache

from getcode_lsp.service.engines.scaffold.grammar.resolve import NotUnderstood, understand
from getcode_lsp.service.engines.scaffold.pages.model import FormField
from getcode_lsp.service.engines.scaffold.pages.prompt import Prompt, brackets, split_list
from getcode_lsp.service.engines.scaffold.spec import Field, Type

_LONG = re.compile(
    r"\b(?:message|comments?|notes?|description|bio|feedback|question|requests?|details|reason|text|enquiry|inquiry|cover\s+letter|remarks?|motivation|about\s+you|summary|allergies|complaint|review|textarea|body)\b",
    re.IGNORECASE,
)
_TYPES = (
    ("checkbox", r"check\s?box|accept\w*|agree\w*|consent|terms|remember\s+me|opt[\s-]?in|newsletter\s+subscription|yes\s*/\s*no|gdpr|privacy"),
    ("password", r"password|passwort|pin\b"),
    ("email", r"e-?mails?(?:\s+address)?"),
    ("tel", r"phone|telephone|tel|mobile|cell|whatsapp|fax"),
    ("datetime-local", r"date\s+and\s+time|datetime|date/time"),
    ("date", r"dates?|birthday|birth\s?date|dob|deadline|day|check-?in|check-?out|arrival|departure"),
    ("time", r"time"),
    ("url", r"urls?|website|link|linkedin|portfolio|homepage"),
    ("number", r"number\s+of|guests?|party\s+size|quantity|qty|amount|age|budget|people|persons|adults|children|price|count|seats|tickets|nights|rating|salary|total|year"),
    ("textarea", _LONG.pattern),
    ("search", r"search|query|keyword"),
)  # fmt: skip
_SAID = (
    ("textarea", r"text\s?area|long\s+text|multi-?line(?:\s+text)?|paragraph"), ("checkbox", r"check\s?box|yes\s*/\s*no|boolean|bool|flag"),
    ("select", r"drop-?down|select(?:\s+box|or)?|picker|pull-?down"), ("radio", r"radio(?:\s+buttons?)?"), ("email", r"email|e-mail"), ("tel", r"phone|tel|telephone"),
    ("number", r"number|integer|int|numeric|decimal|float"), ("date", r"date(?:\s+picker)?|calendar"), ("time", r"time"),
    ("datetime-local", r"date\s+and\s+time|datetime"), ("password", r"password"), ("url", r"url|link"), ("search", r"search"), ("text", r"text|string|text\s+(?:field|input|box)|input|field|box"),
)  # fmt: skip
_KIND = {
    Type.INTEGER: "number", Type.NUMBER: "number", Type.BOOLEAN: "checkbox", Type.DATE: "date", Type.DATETIME: "datetime-local",
    Type.TIME: "time", Type.EMAIL: "email", Type.URL: "url",
}  # fmt: skip
_LEAD = re.compile(
    r"^(?:(?:with|for|of|asks?|asking|collects?|collecting|fields?|inputs?|containing|includes?|including|has|have|having|that|which|should|must|the|following|an?|their|your|his|her|also|"
    r"where\s+(?:users?|visitors?|people|guests?|customers?|they|you)\s+(?:can\s+)?(?:enter|leave|give|provide)|enter|to\s+enter|be|is|are|and|plus|some|columns?|the\s+user'?s?|customer'?s?|visitor'?s?|guest'?s?|its|in|can|:|-)\s+|[:,–—-]\s*)+",
    re.IGNORECASE,
)
_OPTIONAL = re.compile(
    r"\b(?:optional(?:ly)?|not\s+required|if\s+any|if\s+wanted|not\s+mandatory)\b", re.IGNORECASE
)
_REQUIRED = re.compile(r"\b(?:required|mandatory|compulsory|obligatory)\b", re.IGNORECASE)
_TAIL = re.compile(
    r"\s+(?:fields?|inputs?|input\s+fields?|box|columns?|text\s?areas?|drop-?downs?|select(?:or)?s?|pickers?|check\s?boxes|check\s?box|radio\s+buttons?)\s*\Z",
    re.IGNORECASE,
)
_NOT_FIELDS = re.compile(
    r"^(?:(?:an?|the|some|with|has|have|and)\s+)*(?:(?:send|submit|big|clear|reset|sign|log)\s+)?(?:buttons?|validation|error\s+messages?|fields?|captcha|inline\s+validation|rows?|title(?!\s*\Z)|headline|labels?|form|columns?|"
    r"client[\s-]side\s+validation|success\s+message|confirmation|helpful\s+errors?|sorting|filters?|pagination|\d+\s+rows?|it|link|all\s+required|placeholders?|all\s+optional|two\s+columns)\b",
    re.IGNORECASE,
)  # fmt: skip


def read_fields(detail: str, children: list[str], prompt: Prompt) -> tuple[FormField, ...]:
    """The fields in an enumeration such as "name, email (required) and size (S, M or L)"."""
    whose = re.match(r"\s*for\s+(?:(?:an?|the|our|my)\s+)?[^:,()]{2,60}:\s+", detail)
    text = _LEAD.sub("", detail[whose.end() if whose else 0 :].strip())
    outside, inside = brackets(text)
    if inside and not _LEAD.sub("", re.sub(r"[^\w\s]", "", outside) + " ").strip():
        text = inside[0]
    elif colon := re.match(
        r"(?:[\w\s'’-]{0,60}\b(?:fields?|columns?|inputs?|following|for|with|asks?|ask|collects?)[\w\s-]{0,20})?:\s+(?P<list>.+)\Z",
        text,
        re.DOTALL | re.IGNORECASE,
    ):
        text = colon["list"]
    shared_optional = (
        re.search(r"\ball\s+(?:fields\s+)?(?:are\s+)?optional\b", text, re.IGNORECASE) is not None
    )
    parts = [*split_list(text), *children]
    found: dict[str, FormField] = {}
    for part in parts[:40]:
        field = read_field(part, prompt, required=not shared_optional)
        if field is not None:
            found.setdefault(field.label.lower(), field)
    return tuple(found.values())


def read_field(part: str, prompt: Prompt, *, required: bool = True) -> FormField | None:
    """Read one field; None where the part names none."""
    part = _LEAD.sub("", part.strip(" .,;")).strip()
    if not part or len(part) > 200 or _NOT_FIELDS.match(part):
        return None
    optional = bool(_OPTIONAL.search(part)) and not _REQUIRED.search(part)
    bare = re.sub(rf"\(\s*(?:{_OPTIONAL.pattern}|{_REQUIRED.pattern})\s*\)", " ", part, flags=re.IGNORECASE)
    bare = re.sub(
        rf"(?:,\s*)?(?:\b(?:is|are|but)\s+)?(?:{_OPTIONAL.pattern}|{_REQUIRED.pattern})",
        " ",
        bare,
        flags=re.IGNORECASE,
    )
    name, inside = brackets(bare)
    name, _, said = name.partition(": ")
    notes = [*inside, *([said] if said else [])]
    if m := re.match(
        r"(.+?)\s+(?:drop-?down|select|radio\s+buttons?|picker|choice)?\s*(?:with|from|between|as)\s+(?:the\s+)?(?:options?|choices|values)?\s*(.+)\Z",
        name,
        re.IGNORECASE,
    ):
        name, notes = m[1], [m[2], *notes]
    quoted = prompt.quoted_in(name)
    label = quoted[0] if quoted else prompt.restore(_TAIL.sub("", _lone_check(name))).strip(" :.-")
    if not label or len(label) > 80 or not re.search(r"\w", label):
        return None
    kind, choices = _noted(notes, prompt)
    own = _by_grammar(
        f"{label[:40]} ({'; '.join(prompt.restore(n) for n in notes)})" if notes else label[:40]
    )
    return _field(label, kind or _widget(name), choices, own, required=required and not optional)


def _lone_check(name: str) -> str:
    return re.sub(
        r"^(?:check\s?box|tick\s?box)\s+(?:for|to|that|saying|asking)\s+", "", name, flags=re.IGNORECASE
    )


def _widget(name: str) -> str:
    tail = re.search(
        r"\b(drop-?down|select|radio\s+buttons?|check\s?box(?:es)?|text\s?area|tick\s?box)\b",
        name,
        re.IGNORECASE,
    )
    if tail is None:
        return ""
    word = tail[1].lower()
    return (
        "select"
        if word[:2] in ("dr", "se")
        else "radio"
        if word[0] == "r"
        else "checkbox"
        if word[0] == "c" or word[:3] == "tic"
        else "textarea"
    )


def _noted(notes: list[str], prompt: Prompt) -> tuple[str, tuple[str, ...]]:
    """The type and the choices that brackets behind a name say."""
    for note in notes:
        words = prompt.restore(note).strip()
        kind = next(
            (kind for kind, said in _SAID if re.fullmatch(rf"(?:an?\s+)?(?:{said})", words, re.IGNORECASE)),
            "",
        )
        if kind:
            return kind, ()
        typed, _, choices = words.partition(":") if ":" in words else ("", "", note)
        parts = split_list(
            re.sub(
                r"\s+or\s+|\s*/\s*|\s*\|\s*",
                ", ",
                re.sub(
                    r"^(?:one\s+of|either|choices?|options?|select|dropdown|with)\s*:?\s+",
                    "",
                    choices.strip(),
                    flags=re.IGNORECASE,
                ),
            )
        )
        parts = [prompt.restore(one) for one in parts]
        if len(parts) > 1 and all(
            len(one) < 60
            and not re.match(
                r"(?:at\s+(?:least|most)|max\w*|min\w*|between|up\s+to|default|unique|\d+\s+characters)\b",
                one,
                re.IGNORECASE,
            )
            for one in parts
        ):
            return ("radio" if "radio" in typed.lower() else "select"), tuple(dict.fromkeys(parts))
    return "", ()


def _field(
    label: str, kind: str, choices: tuple[str, ...], own: Field | None, *, required: bool
) -> FormField:
    if not choices and own is not None and own.choices:
        choices, kind = tuple(str(choice) for choice in own.choices), "select"
    if not kind:
        kind = next(
            (name for name, words in _TYPES if re.search(rf"\b(?:{words})\b", label, re.IGNORECASE)), ""
        )
    if not kind:
        kind = _KIND.get(own.type, "text") if own is not None else "text"
    if kind in ("select", "radio") and not choices:
        choices = ("[Option 1]", "[Option 2]")
    if choices and kind not in ("select", "radio"):
        kind = "select"
    low = own.minimum.value if own and own.minimum and kind == "number" else None
    high = own.maximum.value if own and own.maximum and kind in ("number", "text", "textarea") else None
    text = re.sub(r"\s+", " ", label)
    return FormField(text[:1].upper() + text[1:], kind, required, choices, low, high)


@lru_cache(maxsize=512)
def _by_grammar(text: str) -> Field | None:
    """What the grammar of API fields knows of a field; None where it reads nothing."""
    try:
        entities = understand(f"API for entries with {text}").entities
    except (NotUnderstood, RecursionError):
        return None
    return (
        entities[0].fields[0]
        if entities and len(entities[0].fields) == 1 and not entities[0].assumed
        else None
    )
