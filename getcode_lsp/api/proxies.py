"""Which proxy leads to an origin: the environment's word for it, read as curl and httpx read it.

`NO_PROXY` holds hosts with all below them (`example.org`, `.example.org`), addresses and their networks, `*`, each
perhaps with a port. Where the environment names no proxy, the system's own settings count (macOS, Windows).
"""

from __future__ import annotations

import ipaddress
import os
import re
import urllib.request
from collections.abc import Mapping
from urllib.parse import urlsplit

from getcode_lsp.api.errors import ProxyMisconfigured

_PROXIES = ("https_proxy", "http_proxy", "all_proxy")
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_ENTRY = re.compile(
    r"(?:\[(?P<literal>[0-9a-f:.%]+)\](?P<suffix>/[0-9]+)?|(?P<host>[^\[\]]+?))(?::(?P<port>[0-9]+))?"
)


def is_loopback(origin: str) -> bool:
    """Whether an origin is this machine: no proxy has a part in that."""
    return urlsplit(origin).hostname in _LOOPBACK


def proxy_variables(environ: Mapping[str, str] = os.environ) -> list[str]:
    """The names of the proxy variables that are set, as they are written."""
    return [name for name in environ if name.lower() in _PROXIES and environ[name]]


def proxy_for(origin: str, environ: Mapping[str, str] = os.environ) -> str | None:
    """The URL of the proxy to use, None for the direct way; raises ProxyMisconfigured, which names the variable."""
    if is_loopback(origin):
        return None
    for name in proxy_variables(environ):
        if problem := _problem(environ[name]):
            raise ProxyMisconfigured(f"{name} can't be used: {problem}. Correct it, or unset it.")
    if _is_excepted(origin, environ):
        return None
    proxies = urllib.request.getproxies()
    proxy = proxies.get(urlsplit(origin).scheme) or proxies.get("all")
    if not proxy:
        return None
    if not proxy_variables(environ):  # the system's settings, with the system's exceptions
        if urllib.request.proxy_bypass(urlsplit(origin).hostname or ""):
            return None
        if _problem(proxy):
            raise ProxyMisconfigured(
                "The system's proxy settings can't be used. Correct them, or set HTTPS_PROXY."
            )
    return proxy if "://" in proxy else f"http://{proxy}"


def _is_excepted(origin: str, environ: Mapping[str, str]) -> bool:
    parts = urlsplit(origin)
    host = (parts.hostname or "").rstrip(".")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    # As for the others, the name in lower case goes first.
    name = next((name for name in ("no_proxy", "NO_PROXY") if name in environ), None)
    if name is None:
        return False
    excepted = False
    for entry in re.split(r"[\s,]+", environ[name].strip().lower()):
        if not entry:
            continue
        try:
            excepted = _covers(entry, host, port) or excepted
        except ValueError:
            raise ProxyMisconfigured(
                f"{name} can't be used: a host in it is malformed. Correct it."
            ) from None
    return excepted


def _covers(entry: str, host: str, port: int) -> bool:
    """Whether an entry of NO_PROXY means this host; ValueError for one that can mean nothing."""
    if entry == "*":
        return True
    entry = entry.partition("://")[2] or entry
    if entry.count(":") > 1 and "[" not in entry:  # an IPv6 address, or a network of them, without brackets
        return _within(host, entry)
    found = _ENTRY.fullmatch(entry)
    if found is None:
        raise ValueError(entry)
    if found["port"] and int(found["port"]) != port:
        return False
    if found["literal"]:
        return _within(host, found["literal"] + (found["suffix"] or ""))
    name = found["host"].lstrip("*").strip(".")
    if re.fullmatch(r"[0-9./]+", name):
        return _within(host, name)
    return bool(name) and (host == name or host.endswith(f".{name}"))


def _within(host: str, network: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        address = None
    within = ipaddress.ip_network(network, strict=False)
    return address is not None and address in within


def _problem(url: str) -> str | None:
    """What is wrong with a proxy's URL; its value, which may hold a password, is not repeated."""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        port = parts.port
    except ValueError:
        return "the address or its port is malformed"
    if parts.scheme.startswith("socks"):
        return "SOCKS proxies are not supported, only http and https"
    if parts.scheme not in ("http", "https"):
        return "a proxy's address begins with http:// or https://"
    if not parts.hostname or port == 0:
        return "the host is missing or malformed"
    return None
