"""Words that the grammar knows: kinds of programs, verbs, and the types that field names suggest."""

from __future__ import annotations

from getcode_lsp.service.engines.scaffold.grammar.words import Name
from getcode_lsp.service.engines.scaffold.spec import Type


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# ---- programs ------------------------------------------------------------------------------------------

PROGRAMS = _set(
    """api apis backend backends service microservice server app application system platform tracker manager
    management organizer organiser planner endpoint endpoints crud crudl db register software program rest restful
    webservice database registry directory catalog catalogue list portal site website interface routes
    administration admin dashboard tool module cms"""
)
"""Nouns for the program itself; the noun before one names what it is about."""

SYSTEM_SUBJECTS = _set(
    """api app application system service server backend program software it we i you platform database
    project website site microservice code project store"""
)
"""Subjects of a sentence that speaks of the program, not of a record."""

RECORDS_TOO = _set(
    """project list tool module register store site website portal directory catalog catalogue application service
    server database tracker planner app dashboard system platform"""
)
"""Nouns for the program that name a record where one of several is spoken of: "each project has a budget"."""

CONTAINERS: dict[str, str] = {
    "bookstore": "book", "bookshop": "book", "library": "book", "blog": "post", "blogging": "post",
    "forum": "post", "shop": "product", "store": "product", "ecommerce": "product", "commerce": "product",
    "webshop": "product", "marketplace": "product", "inventory": "item", "stock": "item", "warehouse": "item",
    "school": "student", "university": "student", "college": "student", "hospital": "patient",
    "clinic": "patient", "hotel": "room", "restaurant": "dish", "cafe": "dish", "gym": "member",
    "club": "member", "cinema": "movie", "theater": "show", "theatre": "show", "bank": "account",
    "banking": "account", "zoo": "animal", "farm": "animal", "crm": "customer", "helpdesk": "ticket",
    "museum": "exhibit", "airline": "flight", "airport": "flight", "garage": "vehicle", "fleet": "vehicle",
    "dealership": "car", "bakery": "product", "pharmacy": "medicine", "hr": "employee", "payroll": "employee",
    "company": "employee", "agency": "client", "cookbook": "recipe", "addressbook": "contact",
    "phonebook": "contact", "garden": "plant", "gallery": "artwork", "jukebox": "song", "shelter": "animal",
    "petstore": "pet", "fitness": "workout", "budget": "expense", "finance": "transaction",
    "shopping": "item", "grocery": "item", "bug": "bug", "issue": "issue", "time": "entry",
    "project": "project", "learning": "course", "chat": "message", "messaging": "message",
}  # fmt: skip
"""What a place or trade keeps records of: an honest guess, said to be one in the header."""

CONTAINER_PHRASES: dict[tuple[str, ...], str] = {
    ("pet", "store"): "pet", ("pet", "shop"): "pet", ("book", "store"): "book", ("book", "shop"): "book",
    ("address", "book"): "contact", ("phone", "book"): "contact", ("e", "commerce"): "product",
    ("real", "estate"): "property", ("help", "desk"): "ticket", ("car", "dealership"): "car",
    ("car", "rental"): "car", ("movie", "theater"): "movie", ("coffee", "shop"): "product",
    ("online", "store"): "product", ("online", "shop"): "product", ("human", "resources"): "employee",
    ("job", "board"): "job", ("to", "do"): "todo", ("url", "bookmark"): "bookmark", ("animal", "shelter"): "animal",
    ("record", "store"): "album", ("flower", "shop"): "flower", ("toy", "store"): "toy",
}  # fmt: skip

FILLERS = _set(
    """a an the some any my our your their its his her this that these those simple small basic minimal full
    complete tiny little nice clean good modern new working functional quick fast robust lightweight
    production-ready production ready rest restful http json web crud fastapi express express.js node node.js
    nodejs python javascript js online standard typical generic following single-file single personal
    in-memory memory very just really please fully-featured full-featured mini demo sample example proper
    well-structured needs need wants wanted scalable secure public open several various multiple many different all every each both two
    three four five there also whole entire own backend back-end server-side dedicated custom internal
    small-scale straightforward certain given respective lowercase"""
)
"""Words before a noun that say nothing about what is stored."""

LEADS = (
    "please", "can you", "could you", "would you", "will you", "kindly", "hi", "hello", "hey", "ok", "okay", "now",
    "i need you to", "i want you to", "i'd like you to", "i would like you to", "we would like", "i would like",
    "we'd like", "i'd like", "we need", "i need", "i want", "we want", "need", "let's", "lets", "help me",
    "write", "build", "create", "make", "generate", "implement", "develop", "design", "code", "give", "me", "us",
    "set up", "setup", "scaffold", "produce", "provide", "prepare", "add", "todo :", "task :", "prompt :", "to",
    "something to", "something that", "something which", "something for", "a way to", "a place to", "a thing to",
    "have", "there are", "there is", "there should be", "start with", "spin up", "put together", "draft",
    "bootstrap", "define", "expose", "if not exists", "code for", "implementation of", "some", "the code for", "that", "which", "where", "and",
    "then", "also", "model a", "model an", "model the", "model my", "in addition", "additionally", "furthermore", "moreover", "finally", "next", "first", "so",
    "but", "wanted :", "goal :", "using fastapi", "using express", "export", ",", ":", "-", "get", "do",
    "want to", "be able to", "able to", "in python", "in javascript", "in node", "in node.js", "with fastapi", "with express", "as well as", "plus",
)  # fmt: skip
"""What a sentence may begin with before it comes to the point."""

DECLARATORS = (
    "create table",
    "interface",
    "type",
    "class",
    "struct",
    "model",
    "entity",
    "table",
    "resource",
    "schema",
)
"""What stands before the name of an entity, in code or in prose: "table books (…)"."""

MANAGE = (
    "to manage", "managing", "manages", "manage", "that manages", "to track", "tracking", "tracks", "track",
    "to store", "storing", "stores", "store", "to keep track of", "keeping track of", "keeps track of",
    "keep track of", "to keep score of", "keep score of", "keeps score of", "to handle", "handling", "handles", "handle", "to maintain", "maintaining", "maintains",
    "to record", "recording", "records", "to organize", "organizing", "to organise", "organising", "organizes",
    "to list", "listing", "lists", "to save", "saving", "saves", "save", "to hold", "holding", "holds",
    "to log", "logging", "logs", "to catalog", "cataloging", "to catalogue", "cataloguing", "to administer",
    "administering", "to administrate", "to keep", "keeping", "keeps", "keep", "to register", "registering",
    "exposing", "exposes", "expose", "serving", "serves", "offering", "offers", "supporting", "supports",
    "providing", "provides", "crud for", "crud on", "crud operations for", "crud operations on",
    "endpoints for", "routes for", "to collect", "collecting", "collects", "dealing with", "deals with",
    "working with", "works with", "to work with", "maintain", "record", "organize", "organise", "catalog",
    "to remember", "remembers", "remembering", "that remembers", "to crud", "monitoring", "to monitor", "monitor", "monitors", "to schedule", "scheduling", "to book", "booking",
    "lets users manage", "to administer", "administer", "administers",
)  # fmt: skip
"""Verbs whose object is what the program stores."""

ACTIONS = _set(
    """create creating read reading update updating delete deleting list listing view viewing edit editing add
    adding remove removing manage managing get getting fetch fetching retrieve retrieving browse browsing save
    saving store storing post posting modify modifying insert inserting show showing see crud write change
    changing replace track tracking organize register upload submit"""
)
"""What people do with records: "to create, list and delete notes"."""

ACTORS = _set(
    "user users people person admin admins administrator administrators i we you one client clients anyone everyone"
)

HAS_VERBS = (
    "has", "have", "contains", "contain", "includes", "include", "consists of", "consist of", "is made up of",
    "are made up of", "comprises", "comprise", "requires", "require", "is described by", "are described by",
    "is defined by", "are defined by", "carries", "carry", "gets", "is composed of", "are composed of",
    "is characterized by", "specifies", "comes with", "come with", "is represented by", "are represented by",
    "is stored with", "are stored with", "is identified by", "captures", "got", "has got", "have got",
)  # fmt: skip
"""Between an entity and its fields."""

NOUN_VERBS = ("stores", "store", "needs", "need", "holds", "hold", "records", "record", "tracks", "track", "keeps",
              "keep", "features", "saves", "save", "lists", "shows", "supports", "support", "manages", "manage")  # fmt: skip
"""The same, but nouns too: "a pet store" has no verb."""

WITH = (
    "with", "having", "containing", "including", "consisting of", "comprising", "storing", "described by", "that have",
    "which have", "that has", "which has", "who have", "who has", "whose fields are", "whose attributes are",
    "that include", "that includes", "which include", "which includes", "that contain", "that contains",
    "which contain", "which contains", "that consist of", "that consists of", "which consist of", "composed of",
    "made up of", "characterized by", "that should have", "which should have", "that must have", "which must have",
    "that store", "that stores", "which store", "which stores", "that can have", "that need", "w/", "each with",
    "each having", "that are described by",
)  # fmt: skip
"""Behind an entity and before its fields: "books with title and price"."""

SUBJECT_TAILS = _set(
    """should must can may might could will would shall always also typically usually each all both that which who
    to only needs need has have is are consist"""
)

FIELD_HEADINGS = _set(
    """field fields attribute attributes property properties column columns data details info information
    schema members values keys"""
)
SECTION_HEADINGS = _set(
    """data entity entities model models resource resources table tables object objects type types collection
    collections schema schemas record records"""
)
OTHER_HEADINGS = _set(
    """feature features requirement requirements note notes endpoint endpoints route routes relation relations
    relationship relationships constraint constraints rule rules validation tech stack description overview
    goal goals example examples usage api"""
)
KIND_NOUNS = _set(
    """entity entities resource resources model models table tables object objects
    collection collections endpoint endpoints crud route routes data information details type instance item-type"""
)
"""Nouns behind the name of an entity: "a book model", "user records"."""

FEATURES = _set(
    """search searching pagination paging filtering filter filters sorting sort authentication auth
    authorization login logout signup registration jwt oauth validation tests testing test docs documentation
    swagger openapi docker dockerfile logging error errors handling cors caching cache rate rate-limiting
    websockets graphql migrations permissions roles notifications security https ssl deployment ci metrics
    monitoring health healthcheck statistics reports analytics crud operations endpoints comments-in-code"""
)
"""Features that are not built; they are named in the header."""

# ---- fields --------------------------------------------------------------------------------------------

EXPLICIT: dict[str, Type] = {
    **dict.fromkeys(_set("string strings str text texts varchar char nvarchar uuid guid slug markdown html character"), Type.STRING),
    **dict.fromkeys(_set("integer integers int ints bigint smallint tinyint serial bigserial long int32 int64 uint"), Type.INTEGER),
    **dict.fromkeys(
        _set("number numbers decimal decimals float floats double numeric real money currency monetary float64"), Type.NUMBER
    ),
    **dict.fromkeys(_set("boolean booleans bool bools flag checkbox toggle bit"), Type.BOOLEAN),
    **dict.fromkeys(_set("date dates"), Type.DATE),
    **dict.fromkeys(_set("datetime datetimes timestamp timestamps timestamptz date-time instant"), Type.DATETIME),
    "time": Type.TIME,
    **dict.fromkeys(_set("email e-mail emails"), Type.EMAIL),
    **dict.fromkeys(_set("url uri urls link"), Type.URL),
    **dict.fromkeys(_set("object json jsonb dict dictionary map hash"), Type.OBJECT),
}  # fmt: skip
"""Types as they are named behind a field: `year: int`, `price (decimal)`."""

TRAILING = _set(
    """string str varchar nvarchar integer int bigint smallint serial decimal float double boolean bool numeric
    datetime timestamptz flag"""
)
"""Types that may stand behind the name without a colon: `price decimal`, `done flag`."""

LISTS = _set("list array lists arrays set collection")


NEVER_IN_NAMES = _set(
    """i me we us you they it he she who whom that which when where how why what can could should must may might
    will would shall is are was were am be been has have had does did want wants need needs please then if whether
    there not and or but my your our their its his her each every this these also so because i've i'd i'm ive
    whatever whoever something anything everything nothing someone anyone everyone somebody everybody nobody"""
)
"""Words of clauses: a phrase with one of them isn't the name of an entity."""

PLURAL_MODIFIERS = _set(
    """sales news goods sports data media savings species series customs operations communications systems arms
    earnings accounts parts materials admissions events settings operations process business class address bus gas
    fitness access press express success status virus campus bonus glass grass cross dress mass pass boss"""
)
"""Words that look like a plural and stand before the noun all the same: "sales orders"."""

_TITLED = _set(
    """book post article task todo movie film song album event note course recipe issue ticket bug game photo
    video episode chapter lesson lecture job blog page paper poem quote podcast show poll survey talk thread
    announcement document artwork painting reminder story quiz"""
)


_THINGS = _set(
    """user customer product order item person employee contact student teacher account invoice payment project
    client company event category tag review comment message answer reply vehicle car device animal pet plant room
    table seat reservation booking appointment ticket member membership subscription supplier vendor expense
    transaction budget workout exercise meal ingredient bookmark link feed channel playlist artist author publisher
    actor director team player match tournament league hotel flight trip route driver patient doctor nurse medicine
    prescription visit lead deal campaign asset license contract loan shift schedule timesheet habit goal goals quiz
    exam grade enrollment attendee speaker session venue donation volunteer shipment package delivery warehouse stock
    house property apartment tenant lease auction bid coupon voucher gift wishlist cart menu dish drink wine beer tool
    machine sensor reading measurement flashcard vocabulary recipe reminder alarm diary journal inventory todo feedback
    holiday birthday chore medication receipt snippet"""
)


def is_known_thing(words: tuple[str, ...]) -> bool:
    """Whether a bare noun, as in the prompt "todo", is one that people keep records of."""
    one = Name(words).singular().words[-1]
    return one in _THINGS or one in _TITLED or one in CONTAINERS.values()


def label_of(entity: Name) -> str:
    """What the records of an entity are called by, where the prompt names no fields."""
    last = entity.words[-1]
    if last in ("comment", "message", "reply", "answer", "question"):
        return "text"
    return "title" if last in _TITLED else "name"
