"""Who signed a server's certificate and until when it holds, read out of its DER form (RFC 5280, 4.1).

The `ssl` module tells this of a certificate that it trusts; here it is wanted of one that it does not trust, and
where the system has verified it in Python's place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone

_SEQUENCE, _VERSION, _UTC_TIME, _OBJECT_ID = 0x30, 0xA0, 0x17, 0x06
_COMMON_NAME, _ORGANISATION = bytes.fromhex("550403"), bytes.fromhex("55040a")  # 2.5.4.3 and 2.5.4.10
_UTF16_STRING = 0x1E


@dataclass(frozen=True, slots=True)
class Certificate:
    """The names of a certificate's subject and issuer, and the time until which it holds."""

    subject: str
    issuer: str
    until: datetime


def read(der: bytes) -> Certificate:
    """Read a certificate; ValueError for anything that is none."""
    try:
        fields = list(_parts(_inner(_inner(der, _SEQUENCE), _SEQUENCE)))
        if fields[0][0] == _VERSION:
            fields = fields[1:]
        _serial, _algorithm, issuer, validity, subject = (content for _tag, content in fields[:5])
        _from, (tag, until) = list(_parts(validity))[:2]
        return Certificate(_name(subject), _name(issuer), _time(tag, until.decode("ascii")))
    except (IndexError, UnicodeDecodeError) as error:
        raise ValueError("not a certificate") from error


def _inner(data: bytes, tag: int) -> bytes:
    found, content = next(_parts(data), (None, b""))
    if found != tag:
        raise ValueError("not a certificate")
    return content


def _parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The tags and contents that stand one after another; IndexError or ValueError where they are cut short."""
    at = 0
    while at < len(data):
        tag, length, at = data[at], data[at + 1], at + 2
        if length & 0x80:
            width = length & 0x7F
            if not 1 <= width <= 4:
                raise ValueError("a length that no certificate has")
            length, at = int.from_bytes(data[at : at + width], "big"), at + width
        if at + length > len(data):
            raise ValueError("cut short")
        yield tag, data[at : at + length]
        at += length


def _name(name: bytes) -> str:
    """A distinguished name as one says it: the common name, and the organisation where there is one."""
    values: dict[bytes, str] = {}
    for _, one_set in _parts(name):
        for _, pair in _parts(one_set):
            (kind, identifier), (tag, value) = list(_parts(pair))[:2]
            if kind == _OBJECT_ID:
                text = value.decode("utf-16-be" if tag == _UTF16_STRING else "utf-8", "replace")
                values.setdefault(identifier, text)
    common, organisation = values.get(_COMMON_NAME, ""), values.get(_ORGANISATION, "")
    if common and organisation and organisation not in common:
        return f"{common} ({organisation})"
    return common or organisation or "nobody by name"


def _time(tag: int, text: str) -> datetime:
    form = "%y%m%d%H%M%SZ" if tag == _UTC_TIME else "%Y%m%d%H%M%SZ"
    return datetime.strptime(text, form).replace(tzinfo=timezone.utc)
