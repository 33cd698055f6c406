"""Where the server is, and the key that goes there and nowhere else."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

_VERSION = re.compile(r"/v[0-9]+[a-z0-9]*\Z")
_PRIVATE_NAMES = (".local", ".localhost", ".lan", ".internal", ".home.arpa", ".home")
_KEY = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class Address:
    """A server's base URL, with the version in it (`http://127.0.0.1:11434/v1`), and the key for it."""

    base_url: str
    key: str | None = field(default=None, repr=False)

    @property
    def host(self) -> str:
        """The host, with its port where it has one: to stand in a message."""
        return urlsplit(self.base_url).netloc

    @property
    def loopback(self) -> bool:
        """Whether the server is on this machine."""
        return _is_loopback(urlsplit(self.base_url).hostname or "")


def read_address(url: str, key: str | None) -> Address:
    """The address that a person gave, with or without `/v1`; raises ValueError, which repeats neither of the two.

    Plain http is for this machine and private networks, and carries a key on this machine only: elsewhere everyone
    on the way could read it.
    """
    if not re.fullmatch(r"[\x21-\x5b\x5d-\x7e]+", url):
        raise ValueError("the address has a blank, a backslash or a character outside ASCII.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError("the address or its port is malformed.") from None
    host = parts.hostname or ""
    _check_shape(url, parts, host, port)
    if key is not None and not _KEY.fullmatch(key):
        raise ValueError(
            "the key in GETCODE_ENGINE_KEY is empty or has a blank or a character outside ASCII."
        )
    if parts.scheme == "http" and not _is_loopback(host):
        if not _is_private(host):
            raise ValueError("plain http is for this machine and private networks only; use https.")
        if key is not None:
            raise ValueError(
                "the key would cross the network readable for everyone: use https, or unset GETCODE_ENGINE_KEY."
            )
    path = parts.path.rstrip("/").removesuffix("/chat/completions")
    path = path if _VERSION.search(path) else f"{path}/v1"
    return Address(f"{parts.scheme}://{parts.netloc.lower()}{path}", key)


def _check_shape(url: str, parts: SplitResult, host: str, port: int | None) -> None:
    if parts.scheme not in ("http", "https"):
        raise ValueError("the address must begin with http:// or https://.")
    if "@" in parts.netloc:
        raise ValueError(
            "a user name or password does not belong in the address; a key goes in GETCODE_ENGINE_KEY."
        )
    if "?" in url or "#" in url:
        raise ValueError("the address must have no query and no fragment.")
    if not host or port == 0 or parts.netloc.endswith(":"):
        raise ValueError("the host or the port is missing.")
    if not (":" in host or re.fullmatch(r"[a-zA-Z0-9_.-]+", host)):
        raise ValueError("the host is malformed.")
    if re.fullmatch(r"(0x[0-9a-fA-F]*|[0-9]+)", host.rpartition(".")[2]) and _ip(host) is None:
        raise ValueError("an IPv4 address must have four decimal numbers, as in 127.0.0.1.")


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_loopback(host: str) -> bool:
    address = _ip(host)
    return host.lower() == "localhost" if address is None else address.is_loopback


def _is_private(host: str) -> bool:
    """Whether a host can only be on a private network: by its address, or by a name that no public DNS has."""
    address = _ip(host)
    if address is not None:
        return address.is_private and not address.is_unspecified
    return "." not in host or host.lower().endswith(_PRIVATE_NAMES)
