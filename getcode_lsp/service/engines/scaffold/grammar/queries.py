"""Wishes for lists that can be searched, filtered, sorted and taken in pages, taken out of the text of a prompt.

What is left speaks of what is stored. Every pattern is bounded.
"""

from __future__ import annotations

import re

_KIND = r"(?:(?:full[- ]text|free[- ]text|text|keyword|simple|basic|optional|case[- ]insensitive|server[- ]side) ){0,2}"
_VERB = r"(?:search|filter|sort|order(?= (?:them |it |results |lists )?by\b)|paginate|page)"
_NOUN = r"(?:search|searching|filter(?:s|ing)?|sort|sorting|ordering|pagination|paging|query parameters)"
_DONE = r"(?:searched|searchable|filtered|filterable|sorted|sortable|ordered|paginated|paged|taken in pages)"
_LEADS = (
    r"(?:(?:please|also|and|then|it|the|api|users?|we|i|you|clients?|customers?|people|one|everyone|should|must|can|could|"
    r"will|want|need|would|like|to|be|able|supports?|supporting|add|includ(?:e|es|ing)|provide|provides|allow|allows|let|lets|"
    r"me|us|them|offer|offers|have|has|possible|possibility|ability|endpoints?|routes?|an?|for|that|which|with|plus|results?|"
    r"lists?|listing|all|get|show|returns?|make|way|of) ){0,10}"
)
_GOES_ON = (
    r"(?=[ \t]*(?:[,.;!?)\n]|$)| (?:by|on|for|through|over|across|within|in|and|or|the|all|any|them|it|support|"
    r"[a-z]{2,20}s)\b)"
)
_NO_FIELDS = r"(?!(?:[^.;!?\n]{0,150}?)(?:\b(?:has|have|having|with|contain|contains|consists?)\b|[:(]))"
_START = r"(?:^|(?<=[.;!?\n])|(?<=[.;!?] ))[ \t]{0,8}(?:[-*•] |\d{1,2}[.)] )?"
_REST = r"[^.;!?\n]{0,160}(?=[.;!?\n]|$)[.;!?]?"
_WISHES = tuple(
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        # "Search by title.", "Users can filter books by author and sort by price."
        rf"{_START}{_LEADS}{_KIND}(?:{_VERB}|{_NOUN})\b{_GOES_ON}{_NO_FIELDS}{_REST}",
        # "Books can be filtered by genre."
        rf"{_START}(?:[a-z]{{2,20}} ){{1,4}}?(?:can|should|must|may|need to) be (?:also )?{_DONE}\b{_NO_FIELDS}{_REST}",
        # "…, with search by title and pagination"
        (rf"(?:,| and| with| plus| including|, and| \+|, with|, plus) (?:support for )?{_KIND}{_NOUN}"
         r"(?: (?:by|on|over) (?:the )?[a-z]{2,20}(?:(?:,| and| or|, and|, or) (?!search|filter|sort|pagin)[a-z]{2,20})??)?"
         r"(?=[ \t]*(?:[,.;!?)\n]|$)| and\b| or\b| plus\b)"),
        # "…, filtered by author", "… sorted by date"
        (r"(?:,| and| that can be| which can be|, and)? (?:filterable|sortable|searchable|paginated|sorted|filtered|ordered) by "
         r"(?:the )?[a-z]{2,20}(?: [a-z]{2,20})?(?=[ \t]*(?:[,.;!?)\n]|$))"),
        # "GET /books?author_id=1&q=x"
        r"\?[a-z_]{1,30}=[^\s,;)]{0,60}",
    )
)  # fmt: skip
_NAMED = re.compile(
    r"\b(?:search|filter|sort)(?:ing|able)?\b(?! (?:order|index|key|term|history|engine|queries|query|type|name|bar|word))"
    r"|\bpaginat\w{1,4}\b|\bpaging\b|\bquery param",
    re.IGNORECASE,
)


def without_queries(text: str) -> tuple[str, bool]:
    """The text without wishes for such lists, and whether there was one."""
    left = text
    for pattern in _WISHES:
        left = pattern.sub(" ", left)
    if not re.search(r"[^\W\d_]{2}", left):
        return text, False  # nothing but "sort a list"
    return left, left != text or bool(_NAMED.search(text))
