"""The way to the service over the real process: redirects, certificates, and the variables that have a say."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
import trustme

from tests.fakes.api import FakeApi, done, improved, respond
from tests.fakes.editor import Editor
from tests.fakes.profiles import VSCODE
from tests.lsp.conftest import Start

in_vscode = pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])

PROMPT = "# make a list$0\nx = 1\n"
BEFORE = "# make a list\nx = 1\n"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusting(environment: dict[str, str], authority: trustme.CA, tmp_path: Path) -> dict[str, str]:
    """The environment of a user who trusts the tests' authority."""
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return {**environment, "SSL_CERT_FILE": str(path)}


def tls(authority: trustme.CA, *names: str, **options: Any) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*(names or ("127.0.0.1",)), **options).configure_cert(context)
    return context


@pytest.fixture
async def secure(authority: trustme.CA) -> AsyncIterator[FakeApi]:
    async with FakeApi(tls=tls(authority)) as api:
        yield api


def using(environment: dict[str, str], api: FakeApi) -> dict[str, str]:
    return {**environment, "GETCODE_BASE_URL": api.url, "GETCODE_API_KEY": api.key}


async def ask(ed: Editor, what: str = "generate") -> None:
    ed.open(PROMPT)
    await (ed.generate() if what == "generate" else ed.improve())


@in_vscode
async def test_the_whole_way_over_tls_on_one_connection(
    start: Start, profile: Any, trusting: dict[str, str], secure: FakeApi
) -> None:
    ed = await start(profile, environment=using(trusting, secure))
    for _ in range(3):
        await ask(ed)
        request = await secure.request()
        await request.send("items = []\n")
        await request.done()
        await ed.text_is("# make a list\nitems = []\nx = 1\n")
        await ed.progress_ended()
    assert secure.connections == 1


@in_vscode
@pytest.mark.parametrize("what", ["generate", "improve"])
@pytest.mark.parametrize("status", [302, 307, 308])
@pytest.mark.parametrize("to", ["another host", "plain http"])
async def test_a_redirect_is_refused_and_the_second_host_gets_no_byte(
    start: Start,
    profile: Any,
    trusting: dict[str, str],
    secure: FakeApi,
    what: str,
    status: int,
    to: str,
    authority: trustme.CA,
) -> None:
    async with FakeApi(tls=tls(authority, "localhost") if to == "another host" else None) as other:
        where = f"http{'s' if to == 'another host' else ''}://localhost:{other.port}/api/{what}"
        secure.script(respond(status, b"", {"Location": where}), times=1)
        ed = await start(profile, environment=using(trusting, secure))
        await ask(ed, what)
        await ed.told("redirect", f"localhost:{other.port}", "refused")
        await ed.progress_ended()
        assert (other.connections, other.bytes_received) == (0, 0)
        assert len(secure.requests) == 1
        assert ed.text == BEFORE
        secure.script(done())
        await ask(ed)
        await ed.progress_ended()


BAD_CERTIFICATES = {
    "expired": ((), {"not_after": datetime(2020, 1, 1, tzinfo=timezone.utc)}, "has expired"),
    "another name": (("example.test",), {}, "is for another name"),
    "unknown authority": ((), {}, "not signed by an authority"),
}


@in_vscode
@pytest.mark.parametrize("case", BAD_CERTIFICATES)
async def test_a_certificate_that_is_wrong_is_told_and_nothing_is_sent(
    start: Start, profile: Any, trusting: dict[str, str], authority: trustme.CA, case: str
) -> None:
    names, options, words = BAD_CERTIFICATES[case]
    if options:
        options = {**options, "not_before": datetime(2019, 1, 1, tzinfo=timezone.utc)}
    signer = trustme.CA() if case == "unknown authority" else authority
    async with FakeApi(tls=tls(signer, *names, **options)) as api:
        ed = await start(profile, environment=using(trusting, api))
        await ask(ed)
        await ed.told(words)
        await ed.progress_ended()
        assert (api.requests, api.bytes_received) == ([], 0)
        assert len(ed.shown) == 1
        assert ed.text == BEFORE


VARIABLES = {
    "ALL_PROXY": ("socks5://user:pass-word@127.0.0.1:9", "SOCKS"),
    "HTTPS_PROXY": ("http://127.0.0.1:port", "malformed"),
    "NO_PROXY": ("[::1", "malformed"),
    "SSL_CERT_FILE": ("/nonexistent/authority.pem", "readable file"),
    "SSL_CERT_DIR": ("/nonexistent/authorities", "readable folder"),
}


@in_vscode
@pytest.mark.parametrize("name", VARIABLES)
async def test_a_variable_that_can_not_be_used_is_named_and_the_server_stays_up(
    start: Start, profile: Any, environment: dict[str, str], name: str
) -> None:
    value, words = VARIABLES[name]
    elsewhere = {"GETCODE_BASE_URL": "https://getcode.invalid", "GETCODE_API_KEY": "gc_canary_key"}
    ed = await start(profile, environment={**environment, **elsewhere, name: value})
    for count in (1, 2):
        await ask(ed)
        await ed.progress_ended()
        await ed.caught_up()
        told = await ed.told(name, words)
        assert "pass-word" not in told
        assert len(ed.shown) == count
        assert ed.text == BEFORE


@in_vscode
@pytest.mark.parametrize(
    ("status", "words"), [(407, "user name and password (407)"), (403, "refused to connect")]
)
async def test_a_proxy_that_refuses_is_told_without_its_password(
    start: Start, profile: Any, environment: dict[str, str], status: int, words: str
) -> None:
    async with FakeApi() as proxy:
        proxy.script(respond(status, b"no", {"Proxy-Authenticate": "Basic realm=x"}))
        variables = {
            "GETCODE_BASE_URL": "https://getcode.invalid",
            "GETCODE_API_KEY": proxy.key,
            "HTTPS_PROXY": proxy.url.replace("//", "//user:pass-word@"),
        }
        ed = await start(profile, environment={**environment, **variables})
        await ask(ed)
        told = await ed.told(words, "HTTPS_PROXY")
        await ed.progress_ended()
        assert "pass-word" not in told
        assert [(request.method, request.path) for request in proxy.requests] == [
            ("CONNECT", "getcode.invalid:443")
        ]
        assert "authorization" not in proxy.newest.headers


@in_vscode
async def test_this_machine_is_reached_past_every_proxy(
    start: Start, profile: Any, with_key: dict[str, str], api: FakeApi
) -> None:
    async with FakeApi() as proxy:
        names = ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY")
        ed = await start(profile, environment={**with_key, **dict.fromkeys(names, proxy.url)})
        api.script(improved("A list."))
        await ask(ed, "improve")
        await ed.text_is("# A list.\nx = 1\n")
        await ed.progress_ended()
        assert proxy.connections == 0


@in_vscode
@pytest.mark.parametrize("form", ["seconds", "none"])
async def test_improving_counts_down_to_its_next_try_and_makes_three(
    start: Start, profile: Any, with_key: dict[str, str], api: FakeApi, form: str
) -> None:
    ed = await start(profile, environment=with_key)
    headers = {"Retry-After": "2"} if form == "seconds" else {}
    api.script(respond(429, {"error": "Slow down"}, headers), times=1)
    api.script(respond(503, {"error": "Down"}, {"Retry-After": "0"}), times=2)
    await ask(ed, "improve")
    if form == "seconds":
        await ed.progress_says("too many requests; retrying in 2 s")
    await ed.progress_says("too many requests; retrying in 1 s")
    await ed.told("can't answer now", "Down")
    await ed.progress_ended()
    assert len(api.requests) == 3
    assert ed.text == BEFORE


@in_vscode
async def test_improving_stops_waiting_when_it_is_cancelled(
    start: Start, profile: Any, with_key: dict[str, str], api: FakeApi
) -> None:
    ed = await start(profile, environment=with_key)
    api.script(respond(429, {"error": "Slow down"}, {"Retry-After": "100"}))
    await ask(ed, "improve")
    await ed.progress_says("retrying in 100 s")
    ed.cancel()
    await ed.progress_ended(within=1)
    assert len(api.requests) == 1
    assert ed.shown == []
