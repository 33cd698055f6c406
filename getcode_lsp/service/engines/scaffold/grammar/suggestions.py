"""The types that the names of fields suggest."""

from __future__ import annotations

from getcode_lsp.service.engines.scaffold.grammar.words import Name, is_plural, singular
from getcode_lsp.service.engines.scaffold.spec import Type


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_INTEGERS = _set(
    """yr stars count quantity qty year age stock pages page copies likes views votes points capacity population floors
    floor bedrooms rooms seats guests players servings wins losses goals episodes seasons season episode
    rank minutes seconds days weeks months horsepower calories upvotes downvotes downloads
    visitors attendees-count sets reps repetitions steps-count level-number units pieces headcount attempts
    doors wheels credits laps kilometers-count founded port berths persons adults followers subscribers employees-count draws beds frames index docks hectares-count"""
)
_NUMBERS = _set(
    """price cost amount total subtotal balance salary wage fee rate tax discount weight height width length
    depth distance temperature latitude longitude lat lng lon percentage percent score rating gpa budget
    revenue area volume speed duration mileage income expense-amount profit payment deposit rent altitude
    elevation humidity pressure voltage power hours bathrooms ratio fare tip debt interest-rate radius
    protein fat carbs carbohydrates sugar wattage price-per-night average sum dosage-mg odometer
    turnover earnings savings sales markup shipping-cost bmi limit"""
)
_BOOLEANS = _set(
    """done completed complete published active archived enabled disabled verified paid featured public private
    favorite favourite deleted visible hidden approved confirmed finished returned resolved urgent shipped
    delivered cancelled canceled checked sold subscribed vaccinated vegetarian vegan remote pinned locked
    blocked overdue attended flagged starred adopted reserved booked read bought purchased neutered
    processed accepted rejected closed unread online discontinued starred enrolled fulfilled signed
    fixed used broken solved furnished indoor indoors outdoor outdoors"""
)
_NOT_ABLE = _set("table cable vegetable variable constable timetable syllable fable parable label")
_NOT_PARTICIPLES = _set("breed speed founded hundred watershed airspeed flaxseed embed newlywed")
_DATED = _set(
    "joined hired born started ended released acquired received opened issued launched graduated died moved"
)
_FLAG_HEADS = _set("is has can should was were allow allows enable needs requires accepts are does")
_DATES = _set("date birthday dob deadline expiry expiration anniversary due birthdate duedate")
_COUNTED = _set(
    "pages copies likes views votes points minutes seconds hours days weeks months calories sets reps"
)
_OBJECTS = _set("metadata settings json payload config configuration")
_PLURAL_TEXTS = _set(
    """notes comments details instructions directions remarks terms conditions address series contents news
    specs specifications ingredients-text lyrics species thanks goods minutes-text sms css gps credentials
    initials symptoms requests requirements qualifications responsibilities observations objectives
    results findings thoughts preferences hours-text status bio address2 diagnosis basis canvas coordinates"""
)
NUMBERED_ENTITIES = _set(
    "table spot seat page chapter episode season locker lane lap round week player aisle slot floor"
)
_NUMBERED = _set("page episode season track chapter floor issue lap round week lesson volume edition")
_CROWDS = _set("party group team class batch family file crew household pack")
UNITS = _set(
    """kg g grams gram kilograms kilogram lb lbs pounds ounces km m m2 cm mm meters metres kilometers miles feet inches
    liters litres ml minutes seconds hours days weeks months years euros euro dollars dollar usd eur gbp cents percent tonnes tons mb
    gb kb secs sec mins hrs celsius degrees fahrenheit watts volts sqm square cubic bytes pixels calories kcal pieces units"""
)
_MOMENTS = _set(
    "entry exit arrival departure checkin checkout boarding landing takeoff creation login logout order purchase payment"
)
_TEXT_IDS = _set("national tax government passport external vat card license licence apple steam")
_MEASURES = _set(
    "litres liters grams kilograms miles kilometres kilometers metres meters degrees dollars euros pounds watts acres"
)
_SPANS = _set(
    """cooking prep preparation cook baking response run total reading lead travel wait waiting playing play
    running build download delivery processing"""
)


_SPENT = _set("paid due owed spent sold read left lost won given held run")
_STATES = _set("fixed allowed included required enabled disabled approved confirmed locked")
_VALID = _set("valid available active effective open booked")


def suggested_type(name: Name) -> tuple[Type, bool]:
    """The type that a field's name suggests, and whether it is a list of these; text where nothing does."""
    if len(name.words) > 1 and name.words[-1] in ("min", "max", "minimum", "maximum"):
        name = Name(name.words[:-1])
    if len(name.words) > 1 and (name.words[-1] in _SPENT or name.words[-1].endswith("ed")):
        amount = _number_type(name.words[:-1])
        if amount is not None and name.words[-1] not in _STATES:
            return amount, False  # "price paid", "hours worked"
    for rule in (_time_type, _flag_type, _number_type, _text_type):
        found = rule(name.words)
        if found is not None:
            return found, False
    if is_plural(name.words[-1]) and name.words[-1] not in _PLURAL_TEXTS:
        inner = suggested_type(Name((*name.words[:-1], singular(name.words[-1]))))[0]
        return (inner if inner in (Type.EMAIL, Type.URL, Type.DATE) else Type.STRING), True
    return Type.STRING, False


def _time_type(words: tuple[str, ...]) -> Type | None:
    last = words[-1]
    if len(words) == 2 and words[0] in _VALID and last in ("from", "to", "until", "till", "through", "since"):
        return Type.DATE
    if words in (
        ("start",),
        ("end",),
        ("starts",),
        ("ends",),
        ("begin",),
        ("begins",),
        ("finish",),
        ("arrives",),
        ("departs",),
    ):
        return Type.TIME  # a time, a date, or both
    if (
        words[:2] in (("check", "in"), ("check", "out"), ("checked", "in"), ("checked", "out"))
        and len(words) == 2
    ):
        return Type.DATE
    if (
        last in ("timestamp", "datetime")
        or (len(words) > 1 and last == "at")
        or words[-2:] == ("date", "time")
    ):
        return Type.DATETIME
    if (
        last in _DATES
        or words[0] in _DATED
        or (len(words) > 1 and last == "on" and words[0] not in _FLAG_HEADS)
        or words[0] == "date"
    ):
        return Type.DATE
    if words[0] == "time" and len(words) == 2 and last.endswith("ed"):
        return Type.DATETIME  # "time posted"
    if last == "time" and words[-2:-1] and words[-2] in _MOMENTS:
        return Type.DATETIME
    if last == "time":
        return Type.NUMBER if len(words) > 1 and words[-2] in _SPANS else Type.TIME
    return None


def _flag_type(words: tuple[str, ...]) -> Type | None:
    last = words[-1]
    if len(words) > 1 and words[0] in _FLAG_HEADS:
        return Type.BOOLEAN
    if last in _BOOLEANS and len(words) <= 2 and words[0] not in ("date", "year", "time", "day", "number"):
        return Type.BOOLEAN
    if len(words) == 1 and last.endswith("ed") and len(last) > 5 and last not in _NOT_PARTICIPLES:
        return Type.BOOLEAN
    if len(words) == 2 and last in ("included", "allowed", "required", "accepted", "free", "friendly"):
        return Type.BOOLEAN  # "pets allowed", "gluten free"
    able = len(words) == 1 and len(last) > 5 and last.endswith(("able", "ible")) and last not in _NOT_ABLE
    in_stock = words in (("in", "stock"), ("on", "sale"), ("out", "of", "stock"), ("opt", "in"))
    return Type.BOOLEAN if able or in_stock or last == "flag" else None


def _number_type(words: tuple[str, ...]) -> Type | None:
    last = words[-1]
    noun = words[words.index("of") - 1] if "of" in words[1:-1] else last
    if (
        words[0] == "year"
        or words[:2] in (("number", "of"), ("num", "of"))
        or noun in ("count", "quantity", "year")
    ):
        return Type.INTEGER
    if words[-2:] in (("sort", "order"), ("display", "order")) or (words[0] == "times" and len(words) == 2):
        return Type.INTEGER  # "times reviewed"
    if words[0] in ("num", "total", "max", "maximum", "min", "minimum") and is_plural(last):
        return Type.INTEGER
    if last == "size" and words[0] in _CROWDS:
        return Type.INTEGER
    if words[-2:] == ("age", "rating") or (last == "id" and words[0] in _TEXT_IDS):
        return None
    if last == "number":
        return Type.INTEGER if len(words) > 1 and words[-2] in _NUMBERED else None
    if last in (_MEASURES if len(words) == 1 else UNITS - _INTEGERS - {"pieces", "units", "g", "m"}):
        return Type.NUMBER
    if noun in _INTEGERS or (last == "id" and len(words) > 1):
        return Type.INTEGER
    if "per" in words[1:-1]:  # "purchase price per share"
        return _number_type(words[: words.index("per")])
    return Type.NUMBER if noun in _NUMBERS else None


def _text_type(words: tuple[str, ...]) -> Type | None:
    last = words[-1]
    if last == "email" or words[-2:] in (("e", "mail"), ("email", "address"), ("mail", "address")):
        return Type.EMAIL
    if last in ("url", "uri"):
        return Type.URL
    return Type.OBJECT if last in _OBJECTS else None
