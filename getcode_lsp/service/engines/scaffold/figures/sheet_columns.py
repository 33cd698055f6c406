"""The columns that a prompt names for a table, with their types, choices and formulas."""

from __future__ import annotations

import re
from dataclasses import replace

from getcode_lsp.service.engines.scaffold.figures.amounts import UNITS
from getcode_lsp.service.engines.scaffold.figures.categories import days_or_months
from getcode_lsp.service.engines.scaffold.figures.counts import one_of
from getcode_lsp.service.engines.scaffold.figures.sheet import Column, Product
from getcode_lsp.service.engines.scaffold.figures.sheet_spans import SERIAL, read_span, with_spans
from getcode_lsp.service.engines.scaffold.grammar.drafts import FieldDraft
from getcode_lsp.service.engines.scaffold.grammar.fields import read_item
from getcode_lsp.service.engines.scaffold.grammar.suggestions import suggested_type
from getcode_lsp.service.engines.scaffold.grammar.tokens import group, tokenize
from getcode_lsp.service.engines.scaffold.grammar.words import Name, split_words
from getcode_lsp.service.engines.scaffold.spec import Type

MOST_COLUMNS = 40
LONGEST_NAME = 48
_LIST = re.compile(
    r"\b(?:the\s+)?(?:following\s+)?(?:columns?|fields?|headers?|headings?|colunms)\b(?!\s+(?:and|or|with)\s)\s*(?:called|named|for|are|is|should be|will be|being|like|such as)?\s*[:=]?\s*(?:the\s+)?(?P<list>.+?)(?=(?:[.;!?](?:\s|\Z))|\n|\Z)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\bwith\s+(?P<list>[^.;!?\n]+?)\s+columns?\b", re.IGNORECASE)
_WITH = re.compile(
    r"\b(?:with|containing|including|that has|which has|having|tracking|to track|listing|showing|contains|includes|has)\b\s*:?\s*(?P<list>[^.;!?\n]+(?:\n(?!\n)(?=\s*[-*•]))?)",
    re.IGNORECASE,
)
_COLON = re.compile(r"^[^:\n,]{0,80}:\s*(?P<list>[^.;!?\n]*,[^.;!?\n]*)", re.MULTILINE)
_BRACKET = re.compile(r"\((?P<list>[^()\n]*,[^()\n]*(?:\([^()]*\)[^()\n]*)*)\)")
_ENDS = re.compile(
    rf"(?:,|\s+and|\s+with|\s+plus|\s+then|\s-)?\s+(?:and\s+|with\s+)?(?:(?:for\s+|please\s+|add\s+|about\s+|give\s+me\s+|fill\s+(?:it\s+)?(?:in\s+)?with\s+)*(?:\d+|an?|some|several|{one_of()})\s+(?:\w+\s+){{0,2}}?(?:rows?|lines?|entries|records|items?|examples?|samples?|totals?|sums?|employees|products|people|persons|students|customers|grand total)\b.*|"
    r"(?:sample|example|dummy)\s+(?:data|rows|values).*|(?:grand\s+)?totals?\s+(?:at|row|in|on|below|line).*|the\s+totals?\s*$|(?<!,\s)totals?\s*$|a\s+totals?.*|sum\s+(?:at|of|row).*|at\s+the\s+(?:bottom|end).*|a\s+(?:sum|total|average)\b.*|(?:the\s+)?averages?\s+(?:at|row|in|of(?!\s(?:the\s|all\s)*(?:two|three|four|five|six|seven|eight|twelve|all|\d)))\b.*)",
    re.IGNORECASE,
)
_FORMULA = re.compile(
    r"^(?P<name>[^=()]+?)\s*(?:=|\bequals\b|\bis calculated as\b|,?\s*(?:calculated|computed) (?:as|from|by))\s*(?P<terms>.+)$",
    re.IGNORECASE,
)
_FORMULA_OF_UNIT = re.compile(r"^(?P<name>[^=()]+?\s\([^()=]{1,12}\))\s*=\s*(?P<terms>.+)$")
_SIGN = re.compile(
    r"\s*(\*|×|\bx\b|\btimes\b|\bmultiplied by\b|\+|\bplus\b|\s[-−–]\s|\bminus\b|/|÷|\bdivided by\b)\s*",
    re.IGNORECASE,
)
_SIGNS = {"*": "*", "×": "*", "x": "*", "times": "*", "multiplied by": "*", "+": "+", "plus": "+", "-": "-", "−": "-", "–": "-",
          "minus": "-", "/": "/", "÷": "/", "divided by": "/"}  # fmt: skip
_NOISE = re.compile(r"^(?:the|a|an|its|their|columns?|fields?|for|one|also|of|each)\s+", re.IGNORECASE)


_UNIT = rf"(?:[€$£%]|{UNITS}|t|ha|m2|m3|m³|km²|EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|PLN|mmHg|mg/dl|mmol/l|km/h|°)"
_PERCENT_OF = re.compile(
    r"^(?:(?P<name>[^%()=:]{1,30}?)(?:\s?[(:=]\s?|\s))?(?:at\s)?(?<!\d)(?P<rate>\d{1,2}(?:\.\d{1,2})?)\s?%\s(?:of|on)\s(?:the\s)?(?P<of>[^()%]{2,40}?)\)?$",
    re.IGNORECASE,
)


def read_columns(text: str) -> tuple[Column, ...]:
    """The columns that a text names; none where it names fewer than two."""
    for pattern in (_LIST, _BEFORE):
        for match in pattern.finditer(text):
            found = _columns(match["list"])
            if len(found) > 1 or (found and pattern is _LIST and len(match["list"]) < 40):
                return with_formulas(found)
    lists = [
        _columns(match["list"], led=pattern is _WITH)
        for pattern in (_COLON, _WITH, _BRACKET)
        for match in list(pattern.finditer(text))[:40]
        if not _gives_values(match["list"])
    ]
    longest = max(lists, key=len, default=[])
    return with_formulas(longest) if len(longest) > 1 else ()


_LED = re.compile(
    r"^[^,;|()]{0,60}?\b(?:with|including|containing|by)\s(?:the\s)?(?:columns?\s)?(?=[^,;|()]{1,40},)",
    re.IGNORECASE,
)


def _columns(words: str, *, led: bool = False) -> list[Column]:
    """The columns of a list; where it is `led` by what they are of, as in "household expenses with date, amount", those behind."""
    words = _ENDS.sub("", words)
    words = _LED.sub("", words) if led else words
    found: dict[str, Column] = {}
    for part in [one for said in split_list(words) for one in _spread(said)][:MOST_COLUMNS]:
        column = read_column(part)
        if column is None:
            return [] if len(part) > 90 else list(found.values())
        found.setdefault(column.name.lower(), column)
    return list(found.values())


def _spread(part: str) -> list[str]:
    """The columns of "A to D", "Q1 - Q4", "Week 1 to 4" or "Monday to Friday"; else the part itself."""
    match = _RANGED.fullmatch(part)
    if match is None:
        return [part]
    first, last = match["first"], match["last"]
    if len(first) == len(last) == 1 and first.isalpha() and first.isupper() and first < last <= "Z":
        return [chr(code) for code in range(ord(first), ord(last) + 1)]
    numbered = re.fullmatch(r"(\D{1,20}?)(\d{1,3})", first)
    end = re.fullmatch(r"(\D{0,20}?)(\d{1,3})", last)
    if (
        numbered
        and end
        and (end[1] or SERIAL.fullmatch(first))
        and end[1].strip() in ("", numbered[1].strip())
    ):
        return [f"{numbered[1]}{at}" for at in range(int(numbered[2]), int(end[2]) + 1)][:MOST_COLUMNS] or [
            part
        ]
    names = days_or_months(first, last)
    return names if len(names) > 1 else [part]


_RANGED = re.compile(
    r"(?:columns? |from )?(?P<first>\w{1,12}(?: \d{1,3})?)\s?(?:to|-|–|through)\s?(?P<last>\w{1,12}(?: \d{1,3})?)"
)


def _gives_values(words: str) -> bool:
    """Whether a list holds values, as in "Jan 120, Feb 135", not names."""
    parts = split_list(words)
    return sum(_VALUE.search(part) is not None for part in parts) * 2 > len(parts)


_VALUE = re.compile(
    rf"(?:^|\s)[-$€£]?\d[\d.,]*\s?(?:[%€$£kKmM]|{UNITS}|t|USD|EUR|GBP|CHF)?(?:\s(?:each|(?:per|a|an)\s\w{{1,15}}))?$"
)


def split_list(words: str) -> list[str]:
    """The parts of a list: parted at commas and the last "and", but not inside brackets."""
    parts, depth, part = [], 0, ""
    for character in words:
        depth += (character in "([") - (character in ")]")
        if depth <= 0 and character in ",;|":
            parts.append(part)
            part = ""
        else:
            part += character
    parts.append(part)
    added = (
        re.match(r"\s*(?:plus|as well as|and also)\s+", parts[-1], re.IGNORECASE) if len(parts) > 2 else None
    )
    if added:  # "date, hours and rate, plus pay": the list proper ends before it
        parts[-2:] = [*re.split(r"\s+and\s+(?![^(]*\))", parts[-2]), parts[-1][added.end() :]]
    last = re.split(r"\s+(?:and|&|plus)\s+(?![^(]*\))", parts[-1])
    if len(parts) == 1 or len(last) > 1:
        # "quantity, price and total = quantity plus tax" keeps its formula whole.
        parts[-1:] = [parts[-1]] if "=" in parts[-1].partition(" and ")[0] else last
    return [part.strip(" \t\n-*•'\"“”") for part in parts if part.strip(" \t\n-*•'\"“”")]


def read_column(part: str) -> Column | None:
    """One column as it is named in a list, with its type in brackets or by its name; None where it is no name."""
    part = re.sub(r"^and\s+", "", part.strip(), flags=re.IGNORECASE)
    part = re.sub(rf"\s+in\s+({_UNIT})(?=\s*(?:\Z|[=*×+/(]|-\s))", r" (\1)", part)
    share = _PERCENT_OF.match(part)
    if share:
        name = f"{share['name'].strip()} ({share['rate']}%)" if share["name"] else part
        rate = f"{float(share['rate']) / 100:g}"
        return Column(
            name[:1].upper() + name[1:], Type.NUMBER, (), Product((share["of"].strip(), rate), ("*",))
        )
    span = read_span(part)
    if span:
        return Column(span[0][:1].upper() + span[0][1:], Type.NUMBER, (), span[1])
    formula = _FORMULA.match(part) or _FORMULA_OF_UNIT.match(part) or _bracketed(part)
    product = _product(formula["terms"]) if formula else None
    bare = (formula["name"] if formula else part).strip()
    name = re.sub(r"\s*[(\[].*$", "", bare).strip(" :\"'“”")
    for _ in range(3):
        name = _NOISE.sub("", name)
    name = name.partition(":")[0].strip()
    if not name or len(name) > LONGEST_NAME or len(name.split()) > 6 or not re.search(r"[^\W_]", name):
        return None
    shown = name if any(c.isupper() for c in name) else name[:1].upper() + name[1:]
    kind, choices = _type(bare, name)
    unit = re.search(rf"[(\[]\s*({_UNIT}|\d{{1,2}}(?:\.\d+)?\s?%)\s*[)\]]", bare)
    if unit:
        return Column(f"{shown} ({unit[1]})", Type.NUMBER, (), product)
    return Column(shown, kind, choices, product)


def _bracketed(part: str) -> re.Match[str] | None:
    return re.match(
        r"^(?P<name>[^()=]+?)\s*\(\s*=?\s*(?P<terms>[^()]*\w\s*(?:\*|×|\+|\s-\s|\btimes\b|\bminus\b|\bplus\b|\bx\b)\s*\w[^()]*)\)$",
        part,
    )


def _type(bare: str, name: str) -> tuple[Type, tuple[str, ...]]:
    words = split_words(name)
    if not words:
        return Type.STRING, ()
    choices = re.search(r"[(\[]\s*(?:one of\s+)?([^()\[\]]*?(?:[,/|]|\sor\s)[^()\[\]]*)[)\]]", bare)
    if choices and not re.search(
        r"\d\s*[-–]\s*\d|optional|required|between|integer|number|date\b", choices[1]
    ):
        values = [value.strip(" '\"") for value in re.split(r"\s*[,/|]\s*|\s+or\s+", choices[1])]
        values = [re.sub(r"^or\s+", "", value) for value in values if value]
        if len(values) > 1 and all(len(value) < 30 for value in values):
            return (
                (Type.BOOLEAN, ())
                if [v.lower() for v in values] == ["yes", "no"]
                else (Type.STRING, tuple(values))
            )
    try:
        draft = read_item(group(tokenize(re.sub(r"[^\w\s(),/.:'-]", " ", bare))))
    except RecursionError:
        draft = None
    if isinstance(draft, FieldDraft) and draft.type is not None:
        return draft.type, tuple(map(str, draft.choices))
    last = words[-1]
    if words[0] == "next" and len(words) == 2 and last in (*_DATED, "due", "date"):
        return Type.DATE, ()
    if words[0] == "last" and len(words) == 2 and (last.endswith("ed") or last in _DATED):
        return Type.DATE, ()
    if last in _MONEY or last in _COUNTS:
        return (Type.NUMBER if last in _MONEY else Type.INTEGER), ()
    if last in ("start", "end", "begin", "finish", "due", "deadline"):
        return Type.DATE, ()
    kind, _many = suggested_type(Name(words))
    return kind, ()


_DATED = frozenset(
    "seen contact visit login update order purchase payment service call inspection check checkup cleaning maintenance review calibration backup meeting watering feeding vaccination".split()
)
_MONEY = frozenset("planned actual budget budgeted cost costs price amount total subtotal salary income expense expenses revenue difference profit tax vat discount balance debit credit value spent forecast variance wage fee sales paid due rate hours weight height distance yield rain rainfall temperature humidity pressure depth volume turnover margin deposit balance fare rent".split())  # fmt: skip
_COUNTS = frozenset(
    "qty quantity stock count units pieces age points score year votes pages calories reps sets kilometres portions servings frames systolic diastolic pulse steps seats beds rooms passengers visitors attendees goals wins losses minutes seconds laps clicks downloads".split()
)
_COMPUTED = (
    (("total pay", "pay", "gross pay", "earnings", "wages", "earned"), ("hours worked", "hours", "total hours"), "*", ("hourly rate", "rate", "pay rate", "rate per hour")),
    (("difference", "variance", "remaining", "diff"), ("planned", "budget", "budgeted", "forecast", "expected", "income"), "-", ("actual", "spent", "expenses", "real", "used")),
    (("profit", "net", "net income", "savings"), ("revenue", "income", "sales"), "-", ("cost", "costs", "expenses", "expense")),
    (("amount", "total", "line total", "total price", "subtotal", "total value", "value", "total cost", "sum"), ("quantity", "qty", "hours", "stock", "units", "amount", "count"), "*", ("unit price", "price", "rate", "hourly rate", "price per unit", "cost", "unit cost", "price each")),
)  # fmt: skip


def with_formulas(columns: list[Column]) -> tuple[Column, ...]:
    """Check the formulas that are given, and give those that names imply: difference, profit, amount."""
    columns = with_spans(columns)
    names = {column.name.lower(): column.name for column in columns}
    out = []
    for column in columns:
        product = column.formula
        if product is not None and not product.function:
            spelled = [_named(name, names) for name in product.names]
            if re.match(r"\d", spelled[0]) and len(spelled) == 2 and product.signs[0] in "*+":
                spelled.reverse()
            good = all(spelled) and column.name not in spelled and spelled[0] in names.values()
            product = Product(tuple(spelled), product.signs) if good else None
        elif product is None and (column.type is not Type.STRING or not column.choices):
            product = _implied(column, names)
        out.append(replace(column, formula=product, type=Type.NUMBER if product else column.type))
    return _typed_terms(out)


def _typed_terms(columns: list[Column]) -> tuple[Column, ...]:
    """The columns, of which those that a formula takes are numbers, or dates where it takes a date from another."""
    kinds: dict[str, Type] = {}
    own = {column.name: column for column in columns}
    for column in columns:
        terms = [own[name] for name in column.formula.names if name in own] if column.formula else []
        dated = (
            any(term.type is Type.DATE for term in terms)
            and column.formula is not None
            and column.formula.signs == ("-",)
        )
        kinds |= {
            term.name: Type.DATE if dated else Type.NUMBER
            for term in terms
            if not term.formula and not term.choices
        }
    return tuple(
        replace(c, type=kinds[c.name]) if c.name in kinds and c.type not in (Type.INTEGER, Type.NUMBER) else c
        for c in columns
    )


_TAXED = re.compile(
    r"^(?:unit |net )?(?P<of>price|cost|amount|total|subtotal)s? (?:with|including|incl\.?|plus|after) (?P<rate>\d{1,2}(?:\.\d{1,2})?) ?% (?:vat|tax|gst|sales tax|discount|tip)$",
    re.IGNORECASE,
)


_RATED = re.compile(
    r"^(?:vat|tax|gst|sales tax|service(?: charge)?|tip|commission|discount) ?\(?(?P<rate>\d{1,2}(?:\.\d{1,2})?) ?%\)?$",
    re.IGNORECASE,
)
_NET = (
    "net",
    "net price",
    "net amount",
    "net sales",
    "net total",
    "subtotal",
    "amount",
    "price",
    "unit price",
    "sales",
    "cost",
)


def _taxed(column: Column, names: dict[str, str]) -> Product | None:
    """The formula of "Price with 20% VAT"."""
    match = _TAXED.match(column.name)
    if match is None:
        own = _RATED.match(column.name)
        of = next((names[n] for n in _NET if n in names and names[n] != column.name), "") if own else ""
        return Product((of, f"{float(own['rate']) / 100:g}"), ("*",)) if own and of else None
    sign = -1 if column.name.lower().endswith("discount") else 1
    of = next((names[n] for n in (match["of"].lower(), f"unit {match['of'].lower()}") if n in names), "")
    return Product((of, f"{1 + sign * float(match['rate']) / 100:g}"), ("*",)) if of else None


def _implied(column: Column, names: dict[str, str]) -> Product | None:
    if taxed := _taxed(column, names):
        return taxed
    for wanted, firsts, sign, seconds in _COMPUTED:
        if column.name.lower() in wanted:
            first = next(
                (names[name] for name in firsts if name in names and names[name] != column.name), None
            )
            second = next(
                (names[name] for name in seconds if name in names and names[name] != column.name), None
            )
            if first and second and first != second:
                return Product((first, second), (sign,))
    return None


def _named(name: str, names: dict[str, str]) -> str:
    low = _NOISE.sub("", name.strip().lower())
    if low in names:
        return names[low]
    if re.fullmatch(r"\d+(?:\.\d+)?%?", low):
        return low
    return (
        next((full for key, full in names.items() if key.startswith(low) or low.startswith(key)), "")
        if low
        else ""
    )


def _product(terms: str) -> Product | None:
    parts = _SIGN.split(terms.strip(" .()"))
    names, signs = parts[::2], [_SIGNS[sign.strip().lower()] for sign in parts[1::2]]
    if not 2 <= len(names) <= 5 or not all(name.strip() for name in names):
        return None
    return Product(tuple(name.strip() for name in names), tuple(signs))
