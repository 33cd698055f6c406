"""Programming languages and frameworks that a prompt names."""

from __future__ import annotations

import re

_PROGRAM = r"(?:rest(?:ful)? |crud |web |json |http )*(?:api|backend|server|service|app|application|microservice|project|program)s?"
_BEFORE = r"(?:in|using|with|on|for|via|written in|built (?:with|in|on)|based on)"


def _tool(name: str, *, rest: str = r"(?!x)x") -> re.Pattern[str]:
    """A name that is a word of its own too, so that it counts only as a tool: "with Express", "a Node API"."""
    return re.compile(
        rf"\b{_BEFORE} (?:plain |pure |vanilla |modern )?{name}\b(?! (?:delivery|id|name|number|type))"
        rf"|\b{name} (?:and |with |\+ ?)?(?:(?:express|typescript|javascript|python|php) )*(?:{_PROGRAM}|crud|rest|resource|routes?|router|endpoints?)\b|{rest}",
        re.IGNORECASE,
    )


_LANGUAGES: dict[str, re.Pattern[str]] = {
    "nodejs": _tool(
        "(?:node|express|js)", rest=r"\bnode\.?js\b|\bexpress\.?js\b|\bjavascript\b|\bcommonjs\b"
    ),
    "python": re.compile(r"\bpython ?3?\b|\bfast ?api\b|\bpydantic\b", re.IGNORECASE),
    "typescript": _tool("ts", rest=r"\btypescript\b"),
    "php": re.compile(r"\bphp ?8?\b", re.IGNORECASE),
}
# Frameworks and runtimes that programs aren't written for, by the language that comes nearest.
_FRAMEWORKS: dict[str, tuple[str, re.Pattern[str]]] = {
    "Flask": ("python", _tool("flask")),
    "Django": ("python", re.compile(r"\bdjango\b|\bdrf\b", re.IGNORECASE)),
    "Starlette": ("python", re.compile(r"\bstarlette\b", re.IGNORECASE)),
    "Tornado": ("python", _tool("tornado")),
    "NestJS": ("typescript", re.compile(r"\bnest\.?js\b", re.IGNORECASE)),
    "Next.js": ("typescript", re.compile(r"\bnext\.?js\b", re.IGNORECASE)),
    "Deno": ("typescript", re.compile(r"\bdeno\b", re.IGNORECASE)),
    "Bun": ("typescript", _tool("bun")),
    "Hono": ("typescript", re.compile(r"\bhono\b", re.IGNORECASE)),
    "Koa": ("nodejs", re.compile(r"\bkoa(?:\.?js)?\b", re.IGNORECASE)),
    "Fastify": ("nodejs", re.compile(r"\bfastify\b", re.IGNORECASE)),
    "hapi": ("nodejs", _tool("hapi")),
    "Laravel": ("php", re.compile(r"\blaravel\b|\blumen\b", re.IGNORECASE)),
    "Symfony": ("php", re.compile(r"\bsymfony\b", re.IGNORECASE)),
    "Slim": ("php", re.compile(r"\bslim (?:php|framework|4)\b|\bphp slim\b", re.IGNORECASE)),
    "CodeIgniter": ("php", re.compile(r"\bcode ?igniter\b", re.IGNORECASE)),
}
_OTHERS: dict[str, re.Pattern[str]] = {
    "Go": _tool("go", rest=r"\bgolang\b|\bgin-gonic\b"),
    "Rust": _tool("rust", rest=r"\baxum\b|\bactix\b"),
    "Java": _tool("java", rest=r"\bspring boot\b|\bquarkus\b"),
    "Kotlin": re.compile(r"\bkotlin\b|\bktor\b", re.IGNORECASE),
    "Ruby": _tool("ruby", rest=r"\bruby on rails\b|\b(?:in|with|using) rails\b|\brails api\b|\bsinatra\b"),
    "C#": re.compile(r"(?<!\w)c#|\basp\.net\b|\bdotnet\b|(?<!\w)\.net (?:core|api|\d)|\bcsharp\b", re.IGNORECASE),
    "C++": re.compile(r"(?<!\w)c\+\+|\bcpp\b", re.IGNORECASE),
    "C": re.compile(r"\b(?:in|using) (?:plain |pure )?C\b(?![#+'’])"),
    "Swift": _tool("swift"),
    "Scala": _tool("scala"),
    "Elixir": re.compile(r"\belixir\b|\bphoenix framework\b", re.IGNORECASE),
    "Perl": _tool("perl"),
    "Lua": _tool("lua"),
    "Haskell": re.compile(r"\bhaskell\b", re.IGNORECASE),
    "Dart": _tool("dart"),
}  # fmt: skip


def languages_named(text: str) -> list[str]:
    """The languages that a prompt names and the engine writes, by their id in the API."""
    return [name for name, pattern in _LANGUAGES.items() if pattern.search(text)]


def frameworks_named(text: str) -> dict[str, str]:
    """The frameworks that a prompt names and the engine doesn't write for, each with the nearest language."""
    return {name: nearest for name, (nearest, pattern) in _FRAMEWORKS.items() if pattern.search(text)}


def other_languages_named(text: str) -> list[str]:
    """The languages that a prompt names and the engine doesn't write."""
    return [name for name, pattern in _OTHERS.items() if pattern.search(text)]
