"""What a user may set: the typed table of `getcode.*`, and the environment variables.

Where requests go (base URL, proxy, executable) comes from the environment alone: settings that arrive over LSP
may have been written by the repository that is open.
"""

from __future__ import annotations

import difflib
import ipaddress
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, urlsplit

OUTPUT_TYPES = (
    "website",
    "chart",
    "api",
    "email",
    "pdf",
    "excel",
    "word",
    "powerpoint",
    "video",
    "image",
)
API_LANGUAGES = ("auto", "html", "react", "vue", "typescript", "python", "nodejs", "php")

DEFAULT_BASE_URL = "https://getcode.one"
LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table: its name under `getcode.`, kind, default, bounds and what it is for.

    `kind` is str, bool, int, float or dict (an object whose values are strings). `choices` bound the strings,
    `low` and `high` the numbers, both included.
    """

    name: str
    kind: type[str] | type[bool] | type[int] | type[float] | type[dict[str, str]]
    default: object
    doc: str
    choices: tuple[str, ...] = ()
    low: float = 0
    high: float = math.inf

    @property
    def attribute(self) -> str:
        """The field of `Settings` that holds it: `limits.quietMs` is `limits_quiet_ms`."""
        return re.sub(r"[A-Z]", lambda capital: "_" + capital[0].lower(), self.name).replace(".", "_")


SETTINGS: tuple[Setting, ...] = (
    Setting("service", str, "hosted", "The service that answers.", choices=("hosted", LOCAL)),
    Setting(
        "apply",
        str,
        "auto",
        "When text goes into the document: as it comes, in larger pieces, all at the end, or as the editor can.",
        choices=("auto", "live", "coalesced", "final"),
    ),
    Setting("outputType", dict, {}, "Output type by language id.", choices=OUTPUT_TYPES),
    Setting("language", dict, {}, "The API's language by language id.", choices=API_LANGUAGES),
    Setting(
        "context",
        str,
        "none",
        "What goes with a prompt beside the language: nothing, the file's name, or the function around it.",
        choices=("none", "file", "function"),
    ),
    Setting(
        "contextCharacters", int, 4_000, "How much of that at most, in characters.", low=200, high=100_000
    ),
    Setting("codeLens", bool, True, "Whether generated code has lenses above it: discard, regenerate, undo."),
    Setting(
        "improve.width",
        int,
        0,
        "Columns an improved prompt is wrapped to; 0: those that the file keeps to.",
        high=400,
    ),
    Setting("limits.refusals", int, 5, "Refused edits in a row before a pause.", low=1, high=100),
    Setting("limits.quietMs", int, 300, "How long that pause wants no change.", low=10, high=60_000),
    Setting(
        "limits.giveUpSeconds", float, 30.0, "How long to try after the reply is complete.", low=0.1, high=600
    ),
    Setting("limits.unsettledSeconds", float, 5.0, "How long an edit may stay undecided.", low=0.1, high=600),
    Setting("limits.coalesceMs", int, 250, "Time between two edits in `coalesced`.", low=10, high=60_000),
    Setting(
        "limits.openSeconds", float, 10.0, "How long to wait for a new document to open.", low=0.1, high=600
    ),
    Setting(
        "limits.firstTokenSeconds", float, 120.0, "How long to wait for the first token.", low=0.1, high=3_600
    ),
    Setting(
        "limits.noTokenSeconds", float, 60.0, "How long to wait for the next token.", low=0.1, high=3_600
    ),
    Setting(
        "limits.wallSeconds", float, 1_800.0, "How long a generation may take in all.", low=0.1, high=86_400
    ),
    Setting("limits.replyMegabytes", int, 3, "How large a reply may be.", low=1, high=1_024),
)

_BY_NAME: Mapping[str, Setting] = {setting.name: setting for setting in SETTINGS}
_SECTIONS = frozenset(name.partition(".")[0] for name in _BY_NAME if "." in name)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force; each field is described by the row of `SETTINGS` that it is named after."""

    service: str = "hosted"
    apply: str = "auto"
    output_type: Mapping[str, str] = field(default_factory=dict)
    language: Mapping[str, str] = field(default_factory=dict)
    context: str = "none"
    context_characters: int = 4_000
    code_lens: bool = True
    improve_width: int = 0
    limits_refusals: int = 5
    limits_quiet_ms: int = 300
    limits_give_up_seconds: float = 30.0
    limits_unsettled_seconds: float = 5.0
    limits_coalesce_ms: int = 250
    limits_open_seconds: float = 10.0
    limits_first_token_seconds: float = 120.0
    limits_no_token_seconds: float = 60.0
    limits_wall_seconds: float = 1_800.0
    limits_reply_megabytes: int = 3

    @classmethod
    def read(cls, raw: object) -> tuple[Settings, list[str]]:
        """Settings out of a client's tree, and one message for each value that could not be used.

        Names may be nested or dotted (`{"improve": {"width": 88}}`, `{"improve.width": 88}`), with or without
        `getcode` around them. A wrong value becomes the default, null means unset, and a name that is not ours
        is passed over unless it looks like a slip of the pen.
        """
        values: dict[str, Any] = {}
        messages: list[str] = []
        if raw is not None and not isinstance(raw, Mapping):
            return cls(), [f"getcode: {_shown(raw)} is not an object; the defaults are used."]
        for name, value in _leaves(raw or {}, ""):
            setting = _BY_NAME.get(name)
            if setting is None:
                messages += _slip(name)
            elif value is not None:
                value, wrong = _checked(setting, value)
                values[setting.attribute] = value
                messages += wrong
        return cls(**values), messages


def _leaves(tree: Mapping[Any, object], path: str) -> Iterator[tuple[str, object]]:
    """The dotted names of a tree and their values; a setting that is itself an object is not entered."""
    for key, value in tree.items():
        name = f"{path}{key}".removeprefix("getcode.")
        inside = name in _SECTIONS or (not path and key == "getcode")
        if inside and isinstance(value, Mapping):
            yield from _leaves(value, f"{name}.")
        elif inside and value is None:
            continue
        else:
            yield name, value


def _slip(name: str) -> list[str]:
    """A message where an unknown name is close to a known one or stands for a whole section."""
    if name in _SECTIONS or name == "getcode":
        return [f"getcode.{name}: an object is expected; the defaults are used."]
    near = difflib.get_close_matches(name, _BY_NAME, n=1, cutoff=0.85)
    return [f"getcode.{name[:60]} is not a setting; did you mean getcode.{near[0]}?"] if near else []


def _checked(setting: Setting, value: object) -> tuple[object, list[str]]:
    """The value if it fits its row, else the default and why."""
    if setting.kind is dict:
        return _checked_choices(setting, value)
    if setting.kind is str:
        fits = isinstance(value, str) and value in setting.choices
        wanted = _one_of(setting.choices)
    elif setting.kind is bool:
        fits, wanted = isinstance(value, bool), "true or false"
    else:
        value, fits = _number(setting, value)
        what = "a whole number" if setting.kind is int else "a number"
        wanted = f"{what} from {setting.low:g} to {setting.high:g}"
    if fits:
        return value, []
    message = f"getcode.{setting.name}: {_shown(value)} is not {wanted}; {_shown(setting.default)} is used."
    return setting.default, [message]


def _number(setting: Setting, value: object) -> tuple[object, bool]:
    """The value as the row's number, and whether it is one within the bounds (true and false are none)."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value, False
    if not setting.low <= value <= setting.high:  # not a number is not within them either
        return value, False
    if setting.kind is int and value != int(value):
        return value, False
    return (int(value) if setting.kind is int else float(value)), True


def _checked_choices(setting: Setting, value: object) -> tuple[object, list[str]]:
    """The entries of an object that fit, and one message for each that does not."""
    if not isinstance(value, Mapping):
        return setting.default, [
            f"getcode.{setting.name}: {_shown(value)} is not an object of language ids; nothing is set."
        ]
    fitting, messages = {}, []
    for key, choice in value.items():
        if isinstance(key, str) and isinstance(choice, str) and choice in setting.choices:
            fitting[key] = choice
        elif choice is not None:
            messages.append(
                f"getcode.{setting.name}: {_shown(choice)} for {_shown(key)} is not "
                f"{_one_of(setting.choices)}; it is left out."
            )
    return fitting, messages


def _one_of(choices: tuple[str, ...]) -> str:
    return "one of " + ", ".join(choices)


def _shown(value: object) -> str:
    """A value as a short, clean piece of a message."""
    text = ascii(value)
    return text if len(text) <= 40 else text[:37] + "..."


@dataclass(frozen=True, slots=True)
class Environment:
    """What the environment variables say.

    `base_url` is an origin, or `local`; it is empty where GETCODE_BASE_URL can't be used, and `problem` then
    says why. `explicit` is whether the variable was set, `key_present` whether GETCODE_API_KEY was.
    """

    base_url: str
    explicit: bool
    key_present: bool
    problem: str | None = None

    @property
    def local(self) -> bool:
        """Whether the embedded service is asked for."""
        return self.base_url == LOCAL

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Environment:
        """Read GETCODE_BASE_URL and whether there is a GETCODE_API_KEY; never raises."""
        given = environ.get("GETCODE_BASE_URL", "").strip()
        key_present = "GETCODE_API_KEY" in environ
        if not given:
            return cls(DEFAULT_BASE_URL, explicit=False, key_present=key_present)
        if given.lower() == LOCAL:
            return cls(LOCAL, explicit=True, key_present=key_present)
        try:
            return cls(check_base_url(given), explicit=True, key_present=key_present)
        except ValueError as error:
            return cls("", explicit=True, key_present=key_present, problem=f"GETCODE_BASE_URL: {error}")


_DEFAULT_PORTS = {"https": 443, "http": 80}
_HOST = re.compile(r"(?!-)[a-z0-9_-]+(\.[a-z0-9_-]+)*\Z")
_NUMERIC = re.compile(r"(0x[0-9a-f]*|[0-9]+)\Z")


def check_base_url(url: str) -> str:
    """The origin of a base URL, in its one normal form (`https://host`, `http://127.0.0.1:8765`).

    Raises ValueError with the reason, which never repeats the URL: it may hold a password.
    """
    if not re.fullmatch(r"[\x21-\x5b\x5d-\x7e]+", url):
        raise ValueError("the address has a blank, a backslash or a character outside ASCII.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError("the address or its port is malformed.") from error
    _check_shape(url, parts)
    host = _normal_host(parts.hostname or "", bracketed="[" in parts.netloc)
    if port == 0:
        raise ValueError("port 0 can't be called.")
    if parts.scheme == "http" and host not in ("127.0.0.1", "[::1]", "localhost"):
        raise ValueError("plain http is for 127.0.0.1, [::1] and localhost only; use https.")
    if port is None or port == _DEFAULT_PORTS[parts.scheme]:
        return f"{parts.scheme}://{host}"
    return f"{parts.scheme}://{host}:{port}"


def _check_shape(url: str, parts: SplitResult) -> None:
    if parts.scheme not in _DEFAULT_PORTS:
        raise ValueError("the address must begin with https://.")
    if "@" in parts.netloc:
        raise ValueError("a user name or password does not belong in the address; use `getcode-lsp login`.")
    if "?" in url or "#" in url:
        raise ValueError("the address must have no query and no fragment.")
    if parts.path not in ("", "/"):
        raise ValueError("the address must have no path: the API is at /api of a host.")
    if parts.netloc.endswith(":"):
        raise ValueError("the port is missing after the colon.")


def _normal_host(host: str, *, bracketed: bool) -> str:
    """A host name or address in its normal form; other spellings of an address are refused.

    A C library reads `127.1`, `0x7f.1` and `2130706433` as 127.0.0.1, so what a person sees in them is not
    where a request would go.
    """
    if bracketed or ":" in host:
        try:
            return f"[{ipaddress.IPv6Address(host)}]" if "%" not in host else _refuse_zone()
        except ipaddress.AddressValueError as error:
            raise ValueError("the IPv6 address is malformed.") from error
    if not host or len(host) > 253 or not _HOST.match(host):
        raise ValueError("the host name is missing or malformed.")
    if _NUMERIC.match(host.rpartition(".")[2]):
        try:
            return str(ipaddress.IPv4Address(host))
        except ipaddress.AddressValueError as error:
            raise ValueError("an IPv4 address must have four decimal numbers, as in 127.0.0.1.") from error
    return host


def _refuse_zone() -> str:
    raise ValueError("an IPv6 address with a zone can't be used.")
