"""Why a connection failed, in words: the cause behind a library's exception, and the variables that had a say."""

from __future__ import annotations

import logging
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from getcode_lsp.api.certificates import certificate_variables
from getcode_lsp.api.errors import (
    BadBaseUrl,
    ConnectionFailed,
    GetCodeError,
    KeyMalformed,
    KeyMissing,
    ProxyMisconfigured,
    RedirectRefused,
    TlsFailed,
    clean,
)
from getcode_lsp.api.proxies import is_loopback, proxy_variables
from getcode_lsp.credentials import check_key
from getcode_lsp.settings import check_base_url

__all__ = [
    "checked",
    "connect_error",
    "host_of",
    "is_loopback",
    "proxy_refused",
    "proxy_variables",
    "quiet_http_loggers",
    "redirect_refused",
]

_HTTP_LOGGERS = (
    "httpx",
    "httpcore.connection",
    "httpcore.http11",
    "httpcore.http2",
    "httpcore.proxy",
    "httpcore.socks",
)

# OpenSSL's verification codes (openssl-verification-options(1)).
_CERTIFICATE_EXPIRED = 10
_NAME_MISMATCH = (62, 64)
_UNKNOWN_AUTHORITY = (18, 19, 20, 21)


def host_of(origin: str) -> str:
    """The host of an origin, with its port where it has one."""
    return urlsplit(origin).netloc


def checked(base_url: str, key: str | None) -> tuple[str, str]:
    """The origin and the key, once both are known to be well formed; raises before anything is sent."""
    if key is None:
        raise KeyMissing
    try:
        check_key(key)
    except ValueError as error:
        raise KeyMalformed(f"The API key is malformed: {error}. {KeyMalformed.advice}") from None
    try:
        return check_base_url(base_url), key
    except ValueError as error:
        raise BadBaseUrl(f"GETCODE_BASE_URL can't be used: {error}") from None


def quiet_http_loggers() -> None:
    """Keep the HTTP library's loggers from logging the headers of replies, which may repeat the key."""
    for name in _HTTP_LOGGERS:
        logging.getLogger(name).addFilter(_is_warning)


def _is_warning(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING


def redirect_refused(location: str, key: str | None) -> RedirectRefused:
    """A redirect to a Location; its host is named, without a user name or password."""
    try:
        host = clean(urlsplit(location).netloc.rpartition("@")[2], key, 100)
    except ValueError:
        host = ""
    if not host:
        return RedirectRefused()
    return RedirectRefused(
        f"The service redirected the request to {host}, which was refused; nothing was sent there. "
        "Check GETCODE_BASE_URL."
    )


def proxy_refused(reason: str) -> ProxyMisconfigured:
    """The proxy answered instead of connecting; `reason` begins with its status."""
    names = " or ".join(proxy_variables()) or "the system's proxy settings"
    if reason.startswith("407"):
        return ProxyMisconfigured(f"The proxy wants a user name and password (407). Check {names}.")
    return ProxyMisconfigured(f"The proxy refused to connect ({reason[:3]}). Check {names}.")


def connect_error(origin: str, error: BaseException) -> GetCodeError:
    """What to tell of an error while connecting, by the cause at its root."""
    host = host_of(origin)
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return TlsFailed(f"The certificate of {host} {_certificate_problem(cause)} Nothing was sent.")
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return TlsFailed(f"No secure connection to {host} could be made (TLS). Nothing was sent.")
        if isinstance(cause, socket.gaierror):
            return ConnectionFailed(
                f"The name {urlsplit(origin).hostname} can't be resolved (DNS). "
                f"Check the network{_and_proxy(origin)} and GETCODE_BASE_URL."
            )
        if isinstance(cause, ConnectionRefusedError):
            return ConnectionFailed(
                f"Nothing answers at {host} (connection refused). "
                f"Check GETCODE_BASE_URL{_and_proxy(origin)}, or whether the service runs."
            )
    return ConnectionFailed(f"{host} can't be reached. Check the network{_and_proxy(origin)}.")


def _and_proxy(origin: str) -> str:
    names = [] if is_loopback(origin) else proxy_variables()
    return f", {names[0]}" if names else ""


def _certificate_problem(error: ssl.SSLCertVerificationError) -> str:
    # What the system's own verification says (macOS, Windows) has no such code, or one of its own.
    code, words = getattr(error, "verify_code", None), str(error).lower()
    if code == _CERTIFICATE_EXPIRED or "expired" in words:
        return "has expired."
    if code in _NAME_MISMATCH or "mismatch" in words or "not match" in words:
        return "is for another name."
    if code in _UNKNOWN_AUTHORITY or "not trusted" in words:
        names = certificate_variables()
        check = f"check {names[0]}" if names else "if it is your company's, name its file in SSL_CERT_FILE"
        return f"is not signed by an authority that is trusted here; {check}."
    return "can't be verified."


def _causes(error: BaseException | None, depth: int = 0) -> Iterator[BaseException]:
    """An exception and all those behind it, groups included."""
    if error is None or depth > 10:
        return
    yield error
    for one in getattr(error, "exceptions", ()):
        yield from _causes(one, depth + 1)
    yield from _causes(error.__cause__ or error.__context__, depth + 1)
