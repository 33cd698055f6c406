"""Connections that can't be trusted or made at all, and the environment variables that have a say."""

from __future__ import annotations

import asyncio
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
import trustme

from getcode_lsp.api import certificates
from getcode_lsp.api.client import GetCodeClient, Limits
from getcode_lsp.api.errors import ConnectionFailed, ProxyMisconfigured, TlsFailed
from getcode_lsp.api.events import Token
from tests.fakes.api import FakeApi, done, respond
from tests.fakes.api_call import QUICK, Call

PROXY_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*PROXY_VARIABLES, *map(str.lower, PROXY_VARIABLES), "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
async def api() -> AsyncIterator[FakeApi]:
    async with FakeApi() as api:
        yield api


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def server_context(authority: trustme.CA, *names: str, **options: Any) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*(names or ("127.0.0.1",)), **options).configure_cert(context)
    return context


@pytest.fixture
def trusted(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))


@pytest.mark.usefixtures("trusted")
async def test_tls_with_a_companys_authority(authority: trustme.CA) -> None:
    async with FakeApi(tls=server_context(authority)) as api:
        client = GetCodeClient(api.url, api.key, QUICK)
        for _ in range(2):
            call = Call(client)
            await api.request()
            await api.send("a")
            await api.done()
            await call.done()
        call = Call(client)
        await api.request()
        await api.send("a")
        await call.comes(Token("a"))
        call.task.cancel()
        await api.closed(within=0.5)
        await client.aclose()


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("names", "options", "words"),
    [
        (("127.0.0.1",), {"not_after": datetime(2020, 1, 1, tzinfo=timezone.utc)}, "has expired"),
        (("example.test",), {}, "is for another name"),
    ],
)
async def test_a_certificate_that_does_not_fit(
    authority: trustme.CA, names: tuple[str, ...], options: dict[str, Any], words: str
) -> None:
    if "not_after" in options:
        options = {**options, "not_before": datetime(2019, 1, 1, tzinfo=timezone.utc)}
    async with FakeApi(tls=server_context(authority, *names, **options)) as api:
        call = Call(GetCodeClient(api.url, api.key, QUICK))
        assert words in (await call.fails(TlsFailed)).message
        assert (call.retries, api.requests) == ([], [])


async def test_an_authority_that_is_not_known(authority: trustme.CA) -> None:
    async with FakeApi(tls=server_context(authority)) as api:
        call = Call(GetCodeClient(api.url, api.key, QUICK))
        assert "SSL_CERT_FILE" in (await call.fails(TlsFailed)).message
        assert (call.retries, api.requests) == ([], [])


async def test_tls_to_a_port_that_speaks_plain_http() -> None:
    received = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        received.append(await reader.read(65_536))
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        call = Call(GetCodeClient(f"https://127.0.0.1:{port}", "gc_canary_key", QUICK))
        await call.fails(TlsFailed)
    assert call.retries == []
    assert len(received) == 1
    assert b"canary" not in received[0]


async def test_a_name_that_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: object, **_options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    told = await Call(GetCodeClient("https://getcode.example", "gc_key", QUICK)).fails(ConnectionFailed)
    assert "getcode.example can't be resolved" in told.message


async def test_a_connection_that_is_not_taken() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port = listener.getsockname()[1]
        fillers = [socket.socket() for _ in range(4)]  # the queue of the kernel is full with these
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))
        call = Call(GetCodeClient(f"http://127.0.0.1:{port}", "gc_key", Limits(connect=0.2, backoff=0.02)))
        told = await call.fails(ConnectionFailed)
        assert "0.2 s" in told.message
        assert len(call.retries) == 2
        for filler in fillers:
            filler.close()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ALL_PROXY", "socks5://127.0.0.1:1", "SOCKS"),
        ("all_proxy", "socks5h://user:secret@127.0.0.1:1", "SOCKS"),
        ("HTTPS_PROXY", "ftp://127.0.0.1:1", "http://"),
        ("HTTPS_PROXY", "http://127.0.0.1:port", "malformed"),
        ("HTTPS_PROXY", "http://[::1", "malformed"),
        ("NO_PROXY", "[::1", "malformed"),
        ("SSL_CERT_FILE", "/nonexistent/authority.pem", "readable file"),
        ("SSL_CERT_FILE", __file__, "readable file"),
        ("SSL_CERT_FILE", "/", "readable file"),
        ("SSL_CERT_DIR", "/nonexistent/authorities", "readable folder"),
        ("SSL_CERT_DIR", __file__, "readable folder"),
        ("SSL_CERT_DIR", str(Path(__file__).parent), "openssl rehash"),
    ],
)
async def test_a_variable_that_can_not_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(name, value)
    client = GetCodeClient("https://getcode.example", "gc_key", QUICK)
    await client.warm()
    for _ in range(2):
        told = await Call(client).fails(ProxyMisconfigured)
        assert told.message.startswith(name)
        assert words in told.message
        assert "secret" not in told.message
    await client.aclose()


@pytest.mark.parametrize("status", [407, 403, 502])
async def test_a_proxy_that_refuses(api: FakeApi, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    monkeypatch.setenv("HTTPS_PROXY", api.url.replace("//", "//user:secret@"))
    api.script(respond(status, b"no"))
    client = GetCodeClient("https://getcode.example", api.key, QUICK)
    told = await Call(client).fails(ProxyMisconfigured)
    assert "HTTPS_PROXY" in told.message
    assert str(status) in told.message
    assert "secret" not in told.message
    assert [(request.method, request.path) for request in api.requests] == [
        ("CONNECT", "getcode.example:443")
    ]
    assert "authorization" not in api.newest.headers
    await client.aclose()


async def test_this_machine_is_called_without_a_proxy(api: FakeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    async with FakeApi() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        client = GetCodeClient(api.url, api.key, QUICK)
        api.script(done())
        await Call(client).done()
        assert proxy.connections == 0
        await client.aclose()


async def test_the_loop_is_not_held_up_by_the_first_request(
    authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loading certificates takes long, and happens elsewhere."""
    load = certificates.load

    def slower() -> ssl.SSLContext:
        time.sleep(0.5)
        return load()

    monkeypatch.setattr(certificates, "load", slower)
    async with FakeApi(tls=server_context(authority)) as secure:
        loop = asyncio.get_running_loop()
        longest, before = 0.0, loop.time()
        call = Call(GetCodeClient(secure.url, secure.key, QUICK))
        while not call.task.done():
            await asyncio.sleep(0.005)
            longest, before = max(longest, loop.time() - before), loop.time()
        await call.fails(TlsFailed)
    assert longest < 0.4


def test_importing_the_client_does_not_import_httpx() -> None:
    """It would slow down the start of the language server."""
    program = "import sys, getcode_lsp.api.client; print([name for name in sys.modules if 'httpx' in name])"
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert printed.stdout.strip() == "[]"
