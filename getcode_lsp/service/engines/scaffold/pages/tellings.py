"""What a prompt tells of its subject outside any section, as it stands on the page: "sleeps 6, dogs welcome"."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ASKED = re.compile(
    r"\s*(?:(?:and|also|then|maybe)\s+)*(?:use|make|add|connect|send|compute|calculate|include|put|show|display|list|let|keep|should|must|please|want|need|create|build|store|save|when|if|allow|enable|sort|filter|host|deploy|"
    r"load|fetch|animate|highlight|link|write|give|place|set|ensure|avoid|integrate|support|implement|generate|validate|translate|no|don't|do\s+not|without|with|like|similar|inspired|(?:each|every|all)(?!\s+[\w-]+\s+(?:costs?|lasts?|takes?|is|are|starts?|includes?|comes?)\b)|everything|it|they|them|this|that|these|those|"
    r"the\s+(?:first|second|third|last|middle|left|right|whole|page|site|website|form|button|header|footer|menu|text|background|layout|logo|cards?|sections?|images?|plans?)|i|we\s+(?:want|need|would|also\s+(?:want|need))|(?:users?|visitors?|people|customers?|guests?|clients?)\s+(?:should|can|must|may|could))\b",
    re.IGNORECASE,
)
_BUILT = re.compile(
    r"\b(?:click\w*|scroll\w*|hover\w*|pages?|websites?|site|sections?|sidebar|navbar|header|footer|buttons?|forms?|fields?|columns?|rows?|layout|grid|animat\w*|backend|users?|visitors?|log\s?in|filter\w*|sort\w*|search|"
    r"placeholder\w*|icons?|logos?|images?|pictures?|photos?|component|api|data|database|code|todos?|export|import|upload|download|delete|edit|drag|mockup|prototype|wireframe|seo|countdown)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"(?:(?:an?|the|our|my)\s+)?(?P<words>[^\W\d_][\w'’&-]*(?:\s[\w'’&-]+){0,3})\s*(?P<rest>:\s+[^:]+|\([^()]*[,;][^()]*\))",
    re.DOTALL,
)


_NO_LIST = re.compile(
    r"\b(?:colou?rs?|theme|tone|style|palette|fonts?|layout|language|design|look|brand|name|title|titled|contact|reach|address|e-?mail|phone|for|to|about|by|from|called|that|which|is|are)\b",
    re.IGNORECASE,
)


def is_told(text: str) -> bool:
    """Whether a text tells of what the page is about, and doesn't say how the page is to be built."""
    return _ASKED.match(text) is None and _BUILT.search(text) is None


def listed(text: str) -> tuple[str, str] | None:
    """A name with its list, "what's in season (asparagus, rhubarb)"."""
    match = _LISTED.fullmatch(text)
    if match is None or not is_told(match["words"]) or _NO_LIST.search(match["words"]):
        return None
    if match["rest"].startswith(":") and match["words"][:1].isupper():
        return None
    return match["words"], match["rest"] if match["rest"].startswith(":") else f": {match['rest'][1:-1]}"


def sentence(text: str) -> str:
    """A piece of a prompt as a sentence of its own."""
    text = text.strip(" ,;")
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?', '…')) else '.'}" if text else ""


def without_name(pieces: Iterable[str], brand: str) -> list[str]:
    """Pieces of a prompt, those left out that only name the brand; one that begins with it goes on without it."""
    found: list[str] = []
    for piece in pieces:
        bare = (
            re.sub(rf"\A(?:the\s+)?{re.escape(brand)}(?!\w)\s*", "", piece, flags=re.IGNORECASE)
            if brand
            else piece
        )
        if re.search(r"\w", bare):
            found.append(bare)
    return found
