"""Recipes: what goes in, and what is done with it."""

from __future__ import annotations

import re

from getcode_lsp.service.engines.scaffold.pages.documents import Block
from getcode_lsp.service.engines.scaffold.pages.prompt import Prompt, plain, sentences, split_list

_AMOUNT = re.compile(
    r"\s*(?:(?:about|ca\.?|roughly)\s+)?(?:\d|[½¼¾⅓]|(?:an?|one|two|three|four|five|six|half|some|a\s+(?:pinch|handful|little|bit|splash|cup|spoon\w*|knob|clove|dash))\s+(?!minutes?|hours?)\w|salt\b|pepper\b|water\b|(?:olive\s+)?oil\b)",
    re.IGNORECASE,
)
_SERVES = re.compile(
    r"\b(?:serves|for|makes|yields)\s+(?P<n>\d{1,3}(?:\s?[-–]\s?\d{1,3})?(?:\s+(?:people|persons|servings|portions|pieces|cookies|muffins))?)\b(?=\s*[.,;\n]|\s*\Z)",
    re.IGNORECASE,
)
_TAKES = re.compile(
    r"\b(?:takes|ready\s+in|(?:cooking|baking|prep(?:aration)?|total)\s+time)\s*:?\s*(?P<t>(?:about\s+)?\d+\s*(?:minutes?|mins?|hours?|h)\b)",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"\s*(?:then\s+|and\s+|first,?\s+|finally,?\s+)?(?:mash|mix|pour|bake|cook|boil|fry|stir|add|chop|slice|cut|peel|whisk|beat|fold|knead|roll|heat|preheat|simmer|roast|grill|steam|serve|season|melt|drain|rinse|soak|spread|sprinkle|cover|"
    r"let|leave|put|place|combine|blend|toss|marinate|grate|squeeze|layer|bring|remove|turn|cool|chill|freeze|garnish|top|fill|wrap|brush|dice|wash|crack|toast|caramelise|caramelize)\b",
    re.IGNORECASE,
)


def read_recipe(prompt: Prompt) -> tuple[tuple[tuple[str, str], ...], list[Block]]:
    """The facts of a recipe, and its ingredients and steps; none where the prompt gives neither."""
    ingredients: list[str] = []
    steps: list[str] = []
    for line in prompt.text.split("\n"):
        for sentence in sentences(line):
            _read(sentence, ingredients, steps)
    text = plain(prompt.restore(prompt.text))
    serves, takes = _SERVES.search(text), _TAKES.search(text)
    facts = tuple(
        (label, value)
        for label, value in (("Serves", serves["n"] if serves else ""), ("Time", takes["t"] if takes else ""))
        if value
    )
    if not ingredients and not steps:
        return facts, []
    say = [plain(prompt.restore(one)) for one in ingredients]
    do = [plain(prompt.restore(one)).rstrip(".") for one in steps]
    return facts, [
        Block("Ingredients", points=tuple(say)),
        Block("Method", points=tuple(one[:1].upper() + one[1:] for one in do)),
    ]


def _read(sentence: str, ingredients: list[str], steps: list[str]) -> None:
    sentence = re.sub(r"\A\s*(?:[-*•–]|\d{1,2}[.)])\s+", "", sentence)
    sentence = _SERVES.sub("", sentence).strip(" .")
    if not re.search(r"\w", sentence) or (
        ": " not in sentence and re.search(r"\brecipe\b", sentence) and not re.search(r"\d", sentence)
    ):
        return
    head, colon, rest = sentence.partition(": ")
    told = rest if colon and not _DOES.match(sentence) else sentence
    told = re.sub(r"\A.*?\bwith\s+(?=\d)", "", told) if not colon else told
    if _TAKES.match(told):
        return
    if _DOES.match(told):
        steps += split_list(told) if len(told.split()) > 12 else [told]
        return
    parts = split_list(told)
    if (
        parts
        and sum(bool(_AMOUNT.match(part)) for part in parts) * 2 >= len(parts)
        and (colon or _AMOUNT.match(sentence) or told is not sentence)
    ):
        ingredients += [part for part in parts if not _DOES.match(part)]
        steps += [part for part in parts if _DOES.match(part)]
    elif colon and re.search(r"ingredients|method|steps|directions", head, re.IGNORECASE):
        (ingredients if "ingredient" in head.lower() else steps).extend(parts)
