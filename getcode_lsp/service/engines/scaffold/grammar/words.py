"""Words: identifiers out of any text, and English singular and plural."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ACRONYMS = re.compile(r"([A-Z]{2,})s\Z")
_PARTS = re.compile(r"[^0-9A-Za-z]+")

# Letters without a decomposition in Unicode; Cyrillic and Greek by their usual romanisation.
_LETTERS = dict(
    zip(
        "ßæøłđþðœıабвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґαβγδεζηθικλμνξοπρσςτυφχψω",
        "ss ae o l d th d oe i a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya "
        "i yi ye g a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(" "),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as lower-case ASCII words, in every spelling that code needs."""

    words: tuple[str, ...]

    @property
    def snake(self) -> str:
        """As in `order_item`."""
        return "_".join(self.words)

    @property
    def kebab(self) -> str:
        """As in `order-item`."""
        return "-".join(self.words)

    @property
    def pascal(self) -> str:
        """As in `OrderItem`."""
        return "".join(word[:1].upper() + word[1:] for word in self.words)

    @property
    def camel(self) -> str:
        """As in `orderItem`."""
        return self.words[0] + "".join(word[:1].upper() + word[1:] for word in self.words[1:])

    @property
    def spaced(self) -> str:
        """As in `order item`."""
        return " ".join(self.words)

    def plus(self, *words: str) -> Name:
        """This name with more words behind it."""
        return Name((*self.words, *words))

    def singular(self) -> Name:
        """The name of one."""
        if not self.words:
            return self
        at = self._head()
        return Name((*self.words[:at], singular(self.words[at]), *self.words[at + 1 :]))

    def plural(self) -> Name:
        """The name of many."""
        if not self.words:
            return self
        at = self._head()
        return Name((*self.words[:at], plural(self.words[at]), *self.words[at + 1 :]))

    def _head(self) -> int:
        # "points of sale": the noun stands before the "of".
        return max(self.words.index("of") - 1, 0) if "of" in self.words[1:-1] else len(self.words) - 1


def ascii_letters(text: str) -> str:
    """A text in ASCII: accents dropped, other scripts romanised, what is left over as its code point."""
    out: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        if character.isascii():
            out.append(character)
        elif character.isalpha():
            out.append(_romanise(character))
        elif character.isdigit():
            out.append(str(unicodedata.digit(character, "")))
        else:
            out.append(" " if not unicodedata.combining(character) else "")
    return "".join(out)


def _romanise(character: str) -> str:
    lower = character.lower()
    if lower in _LETTERS:
        return _LETTERS[lower]
    bare = "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))
    if bare in _LETTERS:
        return _LETTERS[bare]
    return bare if bare.isascii() and bare.isalnum() else f"u{ord(character):x}"


def split_words(text: str) -> tuple[str, ...]:
    """The lower-case ASCII words of an identifier or phrase: camel case, snake case, kebab case, spaces."""
    found: list[str] = []
    for part in _PARTS.split(ascii_letters(text.replace("'s", "").replace("’s", ""))):
        acronyms = _ACRONYMS.fullmatch(part)
        pieces = [acronyms[1] + "s"] if acronyms else _CAMEL.split(part)
        found.extend(piece.lower() for piece in pieces if piece)
    return tuple(found)


_SAME = frozenset(
    """series species news data metadata information equipment feedback staff software hardware furniture
    luggage sheep fish deer moose aircraft spacecraft salmon trout offspring media weather money music
    homework advice traffic research knowledge personnel cattle police physics mathematics economics
    politics headquarters chess cash stuff clothing jewelry""".split()
)
_IRREGULAR = dict(
    pair.split("/")
    for pair in """person/people child/children man/men woman/women mouse/mice goose/geese tooth/teeth
    foot/feet ox/oxen louse/lice leaf/leaves life/lives knife/knives wife/wives half/halves shelf/shelves
    wolf/wolves calf/calves loaf/loaves thief/thieves self/selves elf/elves scarf/scarves hoof/hooves
    criterion/criteria phenomenon/phenomena analysis/analyses thesis/theses crisis/crises
    diagnosis/diagnoses hypothesis/hypotheses synopsis/synopses parenthesis/parentheses oasis/oases
    axis/axes basis/bases matrix/matrices vertex/vertices appendix/appendices cactus/cacti fungus/fungi
    nucleus/nuclei alumnus/alumni stimulus/stimuli radius/radii bacterium/bacteria curriculum/curricula
    quiz/quizzes hero/heroes potato/potatoes tomato/tomatoes echo/echoes veto/vetoes torpedo/torpedoes
    bus/buses gas/gases lens/lenses iris/irises atlas/atlases canvas/canvases alias/aliases
    bias/biases pancreas/pancreases movie/movies cookie/cookies calorie/calories zombie/zombies
    selfie/selfies pie/pies tie/ties lie/lies die/dies genie/genies rookie/rookies hoodie/hoodies
    brownie/brownies smoothie/smoothies goalie/goalies veggie/veggies sortie/sorties pixie/pixies
    collie/collies magpie/magpies freebie/freebies newbie/newbies bookie/bookies prairie/prairies
    shoe/shoes toe/toes canoe/canoes oboe/oboes foe/foes cache/caches niche/niches headache/headaches
    ache/aches mustache/mustaches axe/axes index/indexes passerby/passersby""".split()
    for pair in [pair]
)
_SINGULARS = {many: one for one, many in _IRREGULAR.items()} | {
    "axes": "axis", "bases": "base", "indices": "index", "persons": "person", "syllabi": "syllabus",
    "curriculums": "curriculum", "fishes": "fish",
}  # fmt: skip
_US = frozenset(
    """status bonus virus campus census focus walrus octopus corpus genus consensus apparatus prospectus
    surplus syllabus stylus circus citrus abacus platypus hippopotamus chorus minus plus opus lotus sinus
    discus exodus fetus nexus rebus ruckus versus bus omnibus minibus radius calculus""".split()
)
_ENDS_IN_S = frozenset("is us this its has was does yes plus always perhaps sms gps css dns os ios".split()) | {
    "tennis", "diabetes", "rabies", "christmas", "cosmos", "chaos", "kudos", "https", "aws", "sos", "pos",
    "athletics", "gymnastics", "logistics", "analytics", "statistics", "ethics", "asbestos", "mars",
}  # fmt: skip
_COMPOUND = ("woman", "man", "child", "person", "shelf", "wife")
_NOT_MEN = frozenset("human german roman shaman talisman ottoman caiman norman".split())


def singular(word: str) -> str:
    """The singular of an English noun in lower case; a singular stays as it is."""
    if word in _SINGULARS:
        return _SINGULARS[word]
    if word in _SAME or word in _IRREGULAR or word in _ENDS_IN_S or len(word) < 3:
        return word
    for one in _COMPOUND:
        if word.endswith(_IRREGULAR[one]):
            return word[: -len(_IRREGULAR[one])] + one
    return _regular_singular(word)


def _regular_singular(word: str) -> str:
    if not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word if word != "menus" else "menu"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("uses") and word[:-2] in _US:
        return word[:-2]
    if word.endswith(("sses", "shes", "ches", "xes", "zzes", "tzes")):
        return word[:-2]
    return word[:-1]


def plural(word: str) -> str:
    """The plural of an English noun in lower case; a plural stays as it is."""
    if word in _SAME or word in _SINGULARS or is_plural(word):
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for one in _COMPOUND:
        if word.endswith(one) and word not in _NOT_MEN:
            return word[: -len(one)] + _IRREGULAR[one]
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh")) and word not in ("stomach", "monarch", "epoch"):
        return word + "es"
    return word + "s"


def is_plural(word: str) -> bool:
    """Whether a noun is one that differs from its singular and names many."""
    return singular(word) != word


def counts_as_plural(word: str) -> bool:
    """Whether a noun can name many: a plural, or a word that is the same for one and many."""
    return word in _SAME or is_plural(word)
