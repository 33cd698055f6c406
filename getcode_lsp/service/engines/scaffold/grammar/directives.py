"""Sentences that speak of technology, storage or features, not of what is stored."""

from __future__ import annotations

import re

_NO_STORE = re.compile(
    r"\b(?:no|without(?: a| an| any)?|not (?:use )?(?:a|any)|don't use(?: a| any)?|in[- ]memory)\s+(?:real\s+)?"
    r"(?:database|db|persistence|persistent|storage|sqlite)\b|\bin[- ]memory\b|\bdon't persist\b|\bnot persist",
    re.IGNORECASE,
)
_STORE = re.compile(
    r"\bpersist(?:s|ed|ent|ently|ence|ing)?\b|\bsqlite3?\b|\bsurvives? (?:a )?restarts?\b|\b(?:on|to) disk\b"
    r"|\b(?:postgres(?:ql)?|mysql|mariadb|mongodb|mongo|redis|sqlalchemy|prisma|sequelize|tinydb)\b"
    r"|\b(?:in|to|into|use|using|uses|with|via|by|from) (?:an? |the |some )?(?:real |local |simple |small |sql |relational |embedded |proper )*"
    r"(?:database|db|json file|file|files|json|csv file|text file)\b(?! (?:of|for|api|upload|name|size|type|path))"
    r"|\bdatabase[- ]backed\b|\bbacked by an? (?:database|file)\b|\bfile[- ]based storage\b|\bfile storage\b"
    r"|\bkeeps? (?:the |its |all )?data (?:after|between|across)\b",
    re.IGNORECASE,
)
_OTHER_STORES = re.compile(
    r"\b(postgres(?:ql)?|mysql|mariadb|mongodb|mongo|redis|sqlalchemy|prisma|sequelize|tinydb)\b",
    re.IGNORECASE,
)
_DIRECTIVE = re.compile(
    r"^(?:please )?(?:use|using|in|with|run|return|respond|reply|listen|port|support (?!tickets?|staff|agents?|requests?|cases?|calls?)|write it|written|do not|don't|"
    r"no|without|keep it|make sure|ensure|it should run|it should use|should use|should run|add (?:a |an |some )?"
    r"(?:search|pagination|filter|auth|login|tests?|swagger|docs|comments|errors?|validation|logging|type hints)|"
    r"include (?:tests|docs|error|validation|comments|pagination|search|auth|a readme|example)|"
    r"reject (?:negative|empty|blank|duplicate|invalid|bad|wrong|unknown)|validate|handle errors|the code|code should|data (?:is|should|must|can|will)|all data|everything|persist|the data|"
    r"(?:save|store|keep|hold) (?:the |all |all the |its |their )?(?:data|everything|it|them|records|state)\b|"
    r"(?:save|store|keep|write|persist|load) (?:to|in|into|on|them|it|from)\b|"
    r"(?:also )?(?:show|give|return|display|report|get|tell|let me see)(?: me| us)? (?:the |an? )?(?:total|average|mean|sum|count|"
    r"number of|overall|highest|lowest|top \d+|most|least|median)\b|"
    r"only|just|thank|thanks|the response|responses|errors|prefer|follow|avoid|output|provide (?:tests|docs))\b",
    re.IGNORECASE,
)
_FEATURES = {
    "authentication": r"\bauth(?:entication|orization)?\b|\blog ?ins?\b|\bjwt\b|\boauth\b|\bsign[- ]?ups?\b(?! (?:for|to)\b)|\bapi keys?\b",
    "tests": r"\bunit tests?\b|\binclude tests\b|\bwith tests\b|\btest suite\b",
    "notifications": r"\bnotif\w+|\bsend(?:s|ing)? (?:an )?e?-?mails?\b|\breminder emails?\b",
    "payments": r"\bpayments? (?:processing|gateway)\b|\bstripe\b|\bpaypal\b",
    "websockets": r"\bwebsockets?\b|\breal[- ]time\b",
    "file upload": r"\bupload\w*\b",
    "rate limiting": r"\brate[- ]limit\w*",
    "roles and permissions": r"\bpermissions?\b|\brole[- ]based\b",
    "GraphQL": r"\bgraphql\b",
    "Docker": r"\bdocker\w*",
    "statistics and reports": r"\bstatistics\b|\breports? (?:of|on|about|for|endpoint)|\banalytics\b",
}
_COMPUTE = re.compile(
    r"^(?:please )?(?:sort|solve|calculate|compute|convert|parse|reverse|swap|find|check|print|render|scrape|translate|"
    r"summari[sz]e|explain|fix|refactor|debug|optimi[sz]e|encrypt|decrypt|hash|merge|rename|download|plot|draw|play|"
    r"multiply|divide|subtract|count|detect|predict|classify|train|simulate|compress|why|what|how|who|when|"
    r"add (?:two|three|some|several|all|up)|chat with)\b(?!-)|"
    r"\b(?:function|algorithm|script|regex|regular expression|method|one-liner|decorator|class|program|snippet|routine|"
    r"component|unit test|query)s? (?:that|which|to|for|called|named|in)\b|"
    r"\b(?:fibonacci|palindromes?|quicksort|mergesort|bubble sort|binary search|linked list|prime numbers?|factorial|"
    r"sudoku|tic[- ]tac[- ]toe|fizzbuzz|hello world|dijkstra|knapsack|n[- ]queens|towers? of hanoi|game of life|"
    r"neural network|machine learning|calculator|chess engine|snake game|web scraper|chatbot|url shortener(?!.{0,80}\b(?:with|stor|links?|fields)\w*\b)|"
    r"url shortening|compiler|interpreter|currency converter|unit converter|password generator|tetris)\b",
    re.IGNORECASE,
)


_FUNCTION = re.compile(
    r"(?:\W*(?:please|write|create|make|implement|define|add|give me|a|an|the|simple|pure|recursive|async|python|java|"
    r"javascript|js|typescript|ts|php|node(?:\.?js)?)\b)*\W*(?:function|method) `?[a-z_$][\w$]*\(",
    re.IGNORECASE,
)

_HONOURED = re.compile(
    r"(?:(?:please|use|using|save|store|keep|persist|write|hold|run|return|respond|everything|all|data|the|it|them|records|"
    r"state|its|their|my|in|into|to|on|with|as|by|a|an|of|for|sqlite3?|database|db|file|files|disk|memory|in-memory|json|only|"
    r"just|no|not|without|should|must|be|is|are|will|saved|stored|kept|persisted|persistent|persistence|storage|real|"
    r"simple|local|single|one|and|that|so|survives?|restarts?|between|across|after|fast ?api|express(?:\.?js)?|"
    r"routes?|endpoints?|list|create|get|read|replace|patch|update|delete|remove|each|every|collection|errors|name|field|wrong|crud|"
    r"rest|http|status|codes|node(?:\.?js)?|python|javascript|thanks?|you|external|external|dependencies)[ ,]*)+",
    re.IGNORECASE,
)


def wants_persistence(text: str) -> bool:
    """Whether a prompt asks that the data outlive the process."""
    return bool(_STORE.search(_NO_STORE.sub(" ", text)))


def storage_note(text: str) -> str:
    """A remark for a prompt that names a database which the engine doesn't write for."""
    named = _OTHER_STORES.search(text)
    return (
        f"{named[1]} was asked for: the data is kept in one file by the standard library instead"
        if named
        else ""
    )


def is_directive(sentence: str) -> bool:
    """Whether a sentence says how to build, not what to store."""
    return bool(_DIRECTIVE.match(sentence.strip()))


def is_honoured(sentence: str) -> bool:
    """Whether a sentence says only what is so in any case, or is read elsewhere: where the data is kept."""
    return bool(_HONOURED.fullmatch(sentence.strip(" .!")))


def is_computation(sentence: str) -> bool:
    """Whether a sentence asks for an algorithm or another program than one that keeps records."""
    return bool(_COMPUTE.search(sentence.strip()))


def is_one_function(text: str) -> bool:
    """Whether a prompt asks for one function by its name and parameters, which look like an entity with its fields."""
    return bool(_FUNCTION.match(text))


def features_in(text: str) -> list[str]:
    """The features that a prompt asks for and the engine doesn't build."""
    return [name for name, pattern in _FEATURES.items() if re.search(pattern, text, re.IGNORECASE)]
