"""Where the service listens, and what makes that safe: loopback by itself, else TLS or a proxy that has it."""

from __future__ import annotations

import ipaddress
import os
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path

from getcode_lsp.service.errors import ServeError
from getcode_lsp.service.http.hosts import check_host

_NAMES = {"localhost": "127.0.0.1"}
_BACKLOG = 256
LOOPBACK_PROXIES = "127.0.0.1,::1"


@dataclass(frozen=True, slots=True)
class Place:
    """Where to listen (port 0 is a free one) and under which names.

    `proxies` are the addresses, separated by commas, whose X-Forwarded-For and X-Forwarded-Proto are believed; None
    where there is no proxy. `allowed_hosts` are names beside the loopback ones.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    certificate: Path | None = None
    private_key: Path | None = None
    proxies: str | None = None
    allowed_hosts: tuple[str, ...] = ()

    def checked(self) -> Place:
        """This place, with every name in its one form; raises ServeError."""
        address = _address(self.host)
        if (self.certificate is None) != (self.private_key is None):
            raise ServeError("TLS needs both --tls-cert and --tls-key.")
        _check_proxies(self.proxies)
        try:
            hosts = tuple(check_host(name) for name in self.allowed_hosts)
        except ValueError as error:
            raise ServeError(f"--allow-host: {error}.") from None
        if address.is_loopback:
            return Place(str(address), self.port, self.certificate, self.private_key, self.proxies, hosts)
        if self.certificate is None and self.proxies is None:
            raise ServeError(
                f"Without TLS the service binds loopback only (127.0.0.1, localhost, ::1), not {self.host[:80]!a}: "
                "give it --tls-cert and --tls-key, or run it --behind-proxy that has TLS."
            )
        if not address.is_unspecified:
            hosts = (*hosts, f"[{address}]" if address.version == 6 else str(address))
        elif not hosts:
            raise ServeError(
                f"Say by which name clients call the service: --allow-host NAME (it binds {address}, every address)."
            )
        return Place(str(address), self.port, self.certificate, self.private_key, self.proxies, hosts)

    def check_certificate(self) -> None:
        """Raises ServeError where the certificate or its key can't be used."""
        if self.certificate is None:
            return
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(
                self.certificate, self.private_key, password=_no_password
            )
        except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
            reason = getattr(error, "strerror", None) or str(error)
            raise ServeError(f"The certificate or its key can't be used: {reason}.") from None

    def listen(self) -> socket.socket:
        """A socket that listens; raises ServeError."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        if os.name == "posix":  # elsewhere it would share the port with whoever has it
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((self.host, self.port))
            listener.listen(_BACKLOG)
        except (OSError, OverflowError) as error:
            listener.close()
            reason = getattr(error, "strerror", None) or str(error)
            raise ServeError(
                f"Port {self.port} of {self.host} can't be opened: {reason}. Choose another with --port."
            ) from None
        return listener

    def url(self, listener: socket.socket) -> str:
        """The address of a service on this socket, by which it can be called from this machine."""
        address, port = listener.getsockname()[:2]
        scheme = "https" if self.certificate else "http"
        return f"{scheme}://[{address}]:{port}" if ":" in address else f"{scheme}://{address}:{port}"


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The address to bind; a name would have to be looked up, and may be many addresses."""
    name = host.lower()
    try:
        address = ipaddress.ip_address(_NAMES.get(name, name.removeprefix("[").removesuffix("]")))
    except ValueError:
        raise ServeError(
            f"--host takes an address, as in 127.0.0.1 (the default), loopback only without TLS, not {host[:80]!a}."
        ) from None
    if address.is_loopback and str(address) not in ("127.0.0.1", "::1"):
        raise ServeError(f"Of the loopback only 127.0.0.1 and ::1 are used, not {address}.")
    return address


def _check_proxies(proxies: str | None) -> None:
    try:
        for proxy in () if proxies is None else proxies.split(","):
            ipaddress.ip_network(proxy.strip())
    except ValueError:
        raise ServeError(
            "--behind-proxy takes the proxy's addresses or networks, separated by commas, as in 10.0.0.0/8, not "
            f"{(proxies or '')[:80]!a}."
        ) from None


def _no_password() -> str:
    """Called for a key that is encrypted: nobody is there who could type the password."""
    raise ValueError("the key is encrypted; give one that is not, readable by you alone")
