"""The way to a service, hop by hop with plain sockets: which of name, port, proxy, certificate or HTTP fails.

The key is not used here; the requests that carry it are `cli.access_check`'s, made by the client itself.
"""

from __future__ import annotations

import base64
import http.client
import queue
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from urllib.parse import SplitResult, unquote, urlsplit

from getcode_lsp import __version__
from getcode_lsp.api import network, refusals, transport
from getcode_lsp.api.errors import GetCodeError, clean
from getcode_lsp.api.proxies import proxy_for
from getcode_lsp.cli import certificate

_SECONDS = 10.0
_ANSWER_SECONDS = 20.0
_MOST_BODY = 64 * 1024
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of the way: what it is called, whether it went well, what is known, and what to do next."""

    name: str
    ok: bool
    says: str
    next: str = ""


@dataclass(slots=True)
class Route:
    """The way to an origin; `hops` walks it and stops behind the first failure.

    `wants_key` is, after the HTTP hop, whether the service refuses a request without a key.
    """

    origin: str
    wants_key: bool = False
    _sock: socket.socket | None = field(default=None, repr=False)

    def hops(self) -> Iterator[Hop]:
        """Walk the way; the last hop is the failed one, or HTTP."""
        try:
            proxy = self._proxy()
        except GetCodeError as error:
            yield Hop("proxy", False, error.message)
            return
        try:
            for step in self._way(proxy, to_the_end=True):
                hop = step()
                yield hop
                if not hop.ok:
                    return
        finally:
            self.close()

    def _proxy(self) -> SplitResult | None:
        """The proxy that the environment names for the origin; raises ProxyMisconfigured."""
        url = proxy_for(self.origin)
        return urlsplit(url) if url else None

    def _way(self, proxy: SplitResult | None, *, to_the_end: bool = False) -> Iterator[Callable[[], Hop]]:
        """The steps up to where TLS would begin, or all of them."""
        target = proxy or urlsplit(self.origin)
        host = target.hostname or ""
        port = target.port or _PORTS.get(target.scheme, 443)
        yield lambda: _resolve(host, proxy is not None)
        yield lambda: self._connect(host, port)
        if proxy is not None:
            yield lambda: self._tunnel(proxy)
        if to_the_end and self.origin.startswith("https:"):
            yield self._secure
        if to_the_end:
            yield self._request

    def _connect(self, host: str, port: int) -> Hop:
        try:
            self._sock = socket.create_connection((host, port), _SECONDS)
        except OSError as error:
            return Hop("TCP", False, *_sentences(network.connect_error(self.origin, error)))
        return Hop("TCP", True, f"{host} takes connections on port {port}")

    def _tunnel(self, proxy: SplitResult) -> Hop:
        """Ask the proxy for a connection to the origin."""
        assert self._sock is not None  # noqa: S101 - `_connect` comes first
        parts = urlsplit(self.origin)
        where = f"{parts.hostname}:{parts.port or _PORTS[parts.scheme]}"
        name = f"{proxy.hostname}:{proxy.port or _PORTS.get(proxy.scheme, 443)}"
        head = f"CONNECT {where} HTTP/1.1\r\nHost: {where}\r\n"
        if proxy.username is not None:
            secret = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
            head += f"Proxy-Authorization: Basic {base64.b64encode(secret.encode()).decode()}\r\n"
        try:
            if proxy.scheme == "https":
                self._sock = ssl.create_default_context().wrap_socket(
                    self._sock, server_hostname=proxy.hostname
                )
            self._sock.sendall(f"{head}\r\n".encode())
            answer = http.client.HTTPResponse(self._sock, method="CONNECT")
            answer.begin()
        except (OSError, http.client.HTTPException):
            variables = " or ".join(network.proxy_variables()) or "the system's proxy settings"
            return Hop("proxy", False, f"{name} does not answer as a proxy.", f"Check {variables}.")
        if answer.status != 200:
            return Hop("proxy", False, *_sentences(network.proxy_refused(str(answer.status))))
        return Hop("proxy", True, f"{name} connects to {where}")

    def _secure(self) -> Hop:
        """Make the connection secure, with the certificates that the client trusts."""
        if isinstance(self._sock, ssl.SSLSocket):
            return Hop("TLS", True, "the proxy is reached by TLS; what is behind it, the request will show")
        try:
            seen = self.handshake(transport.load(self.origin))
        except GetCodeError as error:
            return Hop("TLS", False, *_sentences(error))
        except (OSError, ValueError) as error:
            says, advice = _sentences(network.connect_error(self.origin, error))
            seen = self._untrusted() if isinstance(error, ssl.SSLCertVerificationError) else ""
            return Hop("TLS", False, f"{says} {seen}".strip(), advice)
        return Hop("TLS", True, seen or "the certificate is trusted")

    def _untrusted(self) -> str:
        """What the certificate says that was not trusted; nothing but a handshake is sent for it."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        again = Route(self.origin)
        try:
            if again.reach():
                return again.handshake(context)
        except (OSError, ValueError):
            pass
        finally:
            again.close()
        return ""

    def reach(self) -> bool:
        """Go as far as a handshake could begin; whether that went well."""
        return all(step().ok for step in self._way(self._proxy()))

    def handshake(self, context: ssl.SSLContext) -> str:
        """Make the connection secure; a sentence about the certificate. Raises OSError."""
        assert self._sock is not None  # noqa: S101 - `reach` comes first
        secure = context.wrap_socket(self._sock, server_hostname=urlsplit(self.origin).hostname)
        self._sock = secure
        return _seen(secure.getpeercert(binary_form=True))

    def close(self) -> None:
        """Close the connection, if there is one."""
        if self._sock is not None:
            self._sock.close()

    def _request(self) -> Hop:
        """Send a request without a key and without a prompt: an API refuses it in JSON."""
        assert self._sock is not None  # noqa: S101 - `_connect` comes first
        host = network.host_of(self.origin)
        head = (
            f"POST /api/improve HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
            f"User-Agent: getcode-lsp/{__version__}\r\nAccept: application/json\r\nConnection: close\r\n\r\n{{}}"
        )
        try:
            self._sock.settimeout(_ANSWER_SECONDS)
            self._sock.sendall(head.encode())
            answer = http.client.HTTPResponse(self._sock, method="POST")
            answer.begin()
            body = answer.read(_MOST_BODY)
        except TimeoutError:
            return Hop("HTTP", False, f"{host} gave no answer for {_ANSWER_SECONDS:g} s.", "Try again later.")
        except (OSError, http.client.HTTPException):
            return Hop("HTTP", False, f"{host} does not speak HTTP.", "Check GETCODE_BASE_URL.")
        return self._judged(answer, body)

    def _judged(self, answer: http.client.HTTPResponse, body: bytes) -> Hop:
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        server = clean(answer.headers.get("Server", ""), None, 60)
        says = f"status {answer.status}, {clean(kind, None, 60) or 'no content type'}"
        says += f", from {server}" if server else ""
        words = refusals.message_in(body, kind, None)
        if 300 <= answer.status < 400:
            return Hop(
                "HTTP", False, *_sentences(network.redirect_refused(answer.headers.get("Location", ""), None))
            )
        if answer.status >= 500 and answer.status != 501:
            told = f" It says: {words}" if words else ""
            return Hop("HTTP", False, f"The service can't answer now: {says}.{told}", "Try again later.")
        if kind != "application/json" and not kind.endswith("+json"):
            told = f"What answers is not the GetCode API: {says} instead of JSON."
            return Hop("HTTP", False, told, "Check GETCODE_BASE_URL, and whether a login page is in between.")
        if answer.status in (404, 405):
            return Hop(
                "HTTP", False, f"There is no GetCode API at this address: {says}.", "Check GETCODE_BASE_URL."
            )
        self.wants_key = answer.status in (401, 403)
        return Hop("HTTP", True, says)


def _sentences(error: GetCodeError) -> tuple[str, str]:
    """What happened and what to do next, of a message that says both."""
    for word in (" Check ", " Correct ", " Install ", " Try "):
        says, found, rest = error.message.partition(word)
        if found:
            return says, f"{word.strip()} {rest}"
    return error.message, ""


def _resolve(host: str, is_proxy: bool) -> Hop:
    """Look a name up; in a thread, because a resolver that hangs can't be interrupted."""
    answers: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            answers.put(error if isinstance(error, OSError) else OSError(str(error)))
        else:
            answers.put([str(entry[4][0]) for entry in found])

    threading.Thread(target=look_up, name="resolver", daemon=True).start()
    whose = "the proxy's variable" if is_proxy else "GETCODE_BASE_URL"
    try:
        found = answers.get(timeout=_SECONDS)
    except queue.Empty:
        return Hop(
            "DNS", False, f"The name {host} was not found within {_SECONDS:g} s.", "Check the network."
        )
    if isinstance(found, OSError):
        return Hop("DNS", False, f"The name {host} can't be resolved.", f"Check the network and {whose}.")
    shown = ", ".join(dict.fromkeys(found[:3]))
    return Hop("DNS", True, shown if shown == host else f"{host} is {shown}")


def _seen(der: bytes | None) -> str:
    """A sentence about a certificate, whose names are foreign words."""
    try:
        found = certificate.read(der or b"")
    except ValueError:
        return ""
    days = (found.until - datetime.now(timezone.utc)).days
    when = f"holds until {found.until:%Y-%m-%d} ({days} days)" if days >= 0 else "has expired"
    return (
        f"It is for {clean(found.subject, None, 80)}, signed by {clean(found.issuer, None, 80)}, and {when}."
    )
