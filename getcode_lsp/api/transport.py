"""The HTTP library as it is used here: the certificates, a client for an origin, and what its errors mean."""

from __future__ import annotations

import ssl
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from getcode_lsp import __version__, sse
from getcode_lsp.api import certificates, network, proxies
from getcode_lsp.api.errors import BadReply, ConnectionFailed, ProxyMisconfigured
from getcode_lsp.api.limits import Limits
from getcode_lsp.api.refusals import Transient

if TYPE_CHECKING:
    import httpx

_KEEP_ALIVE_SECONDS = 30.0


def load(base_url: str) -> ssl.SSLContext:
    """Import what takes long to import, and load the certificates; raises ProxyMisconfigured."""
    import httpx

    sse.EventReader(0)
    httpx.AsyncHTTPTransport(verify=False)
    network.quiet_http_loggers()
    if not base_url.startswith("https:"):
        # Plain http trusts nobody and needs no certificates.
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return certificates.load()


def build(verify: ssl.SSLContext, base_url: str, key: str | None, limits: Limits) -> httpx.AsyncClient:
    """An HTTP client for an origin; raises ProxyMisconfigured, which names the variable at fault."""
    import httpx

    try:
        return httpx.AsyncClient(
            verify=verify,
            proxy=proxies.proxy_for(base_url),
            trust_env=False,  # what the environment says is read above, for this one origin
            follow_redirects=False,
            headers={"User-Agent": f"getcode-lsp/{__version__}", "Accept-Encoding": "identity"},
            timeout=httpx.Timeout(None, connect=limits.connect, pool=limits.connect),
            limits=httpx.Limits(keepalive_expiry=_KEEP_ALIVE_SECONDS),
            event_hooks={"response": [_refuse_redirect(key)]},
        )
    except (ImportError, ValueError, httpx.InvalidURL):
        names = " or ".join(proxies.proxy_variables()) or "the system's proxy settings"
        raise ProxyMisconfigured(
            f"The proxy can't be used: its address is malformed. Check {names}."
        ) from None


def _refuse_redirect(key: str | None) -> Callable[[httpx.Response], Awaitable[None]]:
    """A hook that stops before httpx looks at where a redirect leads."""

    async def refuse(response: httpx.Response) -> None:
        if 300 <= response.status_code < 400:
            raise network.redirect_refused(response.headers.get("location", ""), key)

    return refuse


def not_connected(base_url: str, error: Exception, limits: Limits) -> Exception:
    """What an error means that came before the head of a reply."""
    import httpx

    host = network.host_of(base_url)
    if isinstance(error, httpx.ProxyError):
        return network.proxy_refused(str(error))
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
        told = f"{host} took no connection within {limits.connect:g} s. Check the network."
        return Transient(ConnectionFailed(told), f"no connection to {host}")
    if isinstance(error, httpx.RemoteProtocolError) and "disconnected" not in str(error):
        return BadReply(f"{host} sent a bad reply: it is not HTTP. Check GETCODE_BASE_URL.")
    if isinstance(error, httpx.ConnectError | ssl.SSLError):
        failed = network.connect_error(base_url, error)
        passing = isinstance(failed, ConnectionFailed)
        return Transient(failed, f"no connection to {host}") if passing else failed
    told = f"The connection to {host} broke before an answer came. Check the network; try again."
    return Transient(ConnectionFailed(told), "the connection broke")
