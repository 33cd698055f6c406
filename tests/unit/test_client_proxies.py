"""Which way leads to the service: through a proxy, or past it."""

from __future__ import annotations

import asyncio
import base64
import ssl
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import trustme

from getcode_lsp.api.client import GetCodeClient
from getcode_lsp.api.errors import ProxyMisconfigured
from getcode_lsp.api.proxies import proxy_for
from tests.fakes.api import FakeApi, done
from tests.fakes.api_call import QUICK, Call
from tests.unit.test_client_connection import settled

VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")
PROXY = "http://proxy.example:3128"
ORIGIN = "https://api.getcode.example"


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*VARIABLES, *map(str.lower, VARIABLES)):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("name", "value", "proxy"),
    [
        ("HTTPS_PROXY", PROXY, PROXY),
        ("https_proxy", PROXY, PROXY),
        ("ALL_PROXY", PROXY, PROXY),
        ("all_proxy", "proxy.example:3128", PROXY),
        ("HTTPS_PROXY", "https://user:word@proxy.example", "https://user:word@proxy.example"),
        ("HTTP_PROXY", PROXY, None),  # that one is for http://
        ("HTTPS_PROXY", "", None),
    ],
)
def test_a_variable_names_the_proxy(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, proxy: str | None
) -> None:
    monkeypatch.setenv(name, value)
    assert proxy_for(ORIGIN) == proxy


@pytest.mark.parametrize(
    ("exceptions", "excepted"),
    [
        ("api.getcode.example", True),
        ("getcode.example", True),
        (".getcode.example", True),
        ("*.getcode.example", True),
        ("API.GetCode.Example.", True),
        ("other.example, getcode.example", True),
        ("other.example getcode.example", True),
        ("getcode.example:443", True),
        ("https://getcode.example", True),
        ("*", True),
        ("localhost,127.0.0.1,[::1],::1,getcode.example", True),
        ("", False),
        (",", False),
        ("code.example", False),
        ("example.getcode", False),
        ("getcode.example:8443", False),
        ("10.0.0.0/8,192.168.1.1,[::1],fe80::/10", False),
        (".", False),
    ],
)
def test_no_proxy(monkeypatch: pytest.MonkeyPatch, exceptions: str, excepted: bool) -> None:
    monkeypatch.setenv("HTTPS_PROXY", PROXY)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, exceptions)
        assert proxy_for(ORIGIN) == (None if excepted else PROXY)
        monkeypatch.delenv(name)


@pytest.mark.parametrize(
    ("origin", "exceptions", "excepted"),
    [
        ("https://10.1.2.3", "10.0.0.0/8", True),
        ("https://10.1.2.3:8443", "10.1.2.3", True),
        ("https://11.1.2.3", "10.0.0.0/8", False),
        ("https://[fd00::1]:8443", "fd00::/8", True),
        ("https://[fd00::1]", "[fd00::1]", True),
        ("https://[fd00::1]", "[fd00::1]:443", True),
        ("https://[fd00::1]", "[fd00::1]:8443", False),
        ("https://[fd00::1]", "[::1]", False),
    ],
)
def test_addresses_in_no_proxy(
    monkeypatch: pytest.MonkeyPatch, origin: str, exceptions: str, excepted: bool
) -> None:
    monkeypatch.setenv("ALL_PROXY", PROXY)
    monkeypatch.setenv("NO_PROXY", exceptions)
    assert proxy_for(origin) == (None if excepted else PROXY)


@pytest.mark.parametrize(
    "value", ["[::1", "::1]", "1.2.3.4.5", "10.0.0.0/99", "fe80::/200", "a[b]", "[getcode]"]
)
def test_a_no_proxy_that_means_nothing_is_named(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("NO_PROXY", f"localhost,{value}")
    with pytest.raises(ProxyMisconfigured, match=r"^NO_PROXY can't be used"):
        proxy_for(ORIGIN)


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8000", "http://localhost:1", "http://[::1]:1"])
def test_this_machine_needs_no_proxy_and_no_variable_stands_in_the_way(
    monkeypatch: pytest.MonkeyPatch, origin: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "[::1")
    assert proxy_for(origin) is None


@pytest.mark.parametrize("bypassed", [True, False])
def test_the_systems_own_settings(monkeypatch: pytest.MonkeyPatch, bypassed: bool) -> None:
    monkeypatch.setattr(urllib.request, "getproxies", lambda: {"https": PROXY})
    monkeypatch.setattr(urllib.request, "proxy_bypass", lambda _host: bypassed)
    assert proxy_for(ORIGIN) == (None if bypassed else PROXY)


def test_a_system_setting_that_can_not_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(urllib.request, "getproxies", lambda: {"https": "socks5://proxy.example"})
    monkeypatch.setattr(urllib.request, "proxy_bypass", lambda _host: False)
    with pytest.raises(ProxyMisconfigured, match="system's proxy settings"):
        proxy_for(ORIGIN)


@asynccontextmanager
async def tunnel(to: int) -> AsyncIterator[tuple[int, list[bytes]]]:
    """A proxy that connects every CONNECT to one port of this machine: its own port, and what it was asked."""
    asked: list[bytes] = []
    piping: set[asyncio.Future[None]] = set()

    async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            asked.append(data)
            writer.write(data)
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        there, back = await asyncio.open_connection("127.0.0.1", to)
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        for way in (pipe(reader, back), pipe(there, writer)):
            piping.add(asyncio.ensure_future(way))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], asked
    finally:
        server.close()
        for task in piping:
            task.cancel()
        if piping:
            await asyncio.wait(piping)


async def test_a_proxy_sees_where_to_and_its_own_password_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("api.getcode.example").configure_cert(context)
    async with FakeApi(tls=context) as api, tunnel(api.port) as (port, asked):
        monkeypatch.setenv("HTTPS_PROXY", f"http://user:pass-word@127.0.0.1:{port}")
        client = GetCodeClient(ORIGIN, api.key, QUICK)
        api.script("a", done())
        for _ in range(2):
            await Call(client).done()
            await settled(client)
        head, *rest = asked
        assert head.startswith(b"CONNECT api.getcode.example:443 HTTP/1.1\r\n")
        assert b"Proxy-Authorization: Basic " + base64.b64encode(b"user:pass-word") in head
        assert api.key.encode() not in b"".join(asked)
        assert not any(data.startswith(b"CONNECT") for data in rest), "one connection for both"
        assert [request.headers["authorization"] for request in api.requests] == [f"Bearer {api.key}"] * 2
        assert "proxy-authorization" not in api.newest.headers
        await client.aclose()
