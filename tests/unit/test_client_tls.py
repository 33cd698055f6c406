"""Whom the client trusts, and that nothing goes to anybody else."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import AsyncIterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
import trustme

from getcode_lsp.api import certificates, network
from getcode_lsp.api.client import GetCodeClient
from getcode_lsp.api.errors import ProxyMisconfigured, RedirectRefused, TlsFailed
from getcode_lsp.prompts.request import ImproveRequest
from tests.fakes.api import FakeApi, done, respond
from tests.fakes.api_call import QUICK, Call
from tests.unit.test_client_network import server_context

VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*VARIABLES, *map(str.lower, VARIABLES)):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def pem(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture
def hashed(pem: Path, tmp_path: Path) -> Path:
    """A folder as `openssl rehash` leaves it."""
    command = ["openssl", "x509", "-hash", "-noout", "-in", str(pem)]
    name = subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()
    folder = tmp_path / "authorities"
    folder.mkdir()
    (folder / f"{name}.0").write_bytes(pem.read_bytes())
    return folder


@pytest.fixture
async def secure(authority: trustme.CA) -> AsyncIterator[FakeApi]:
    async with FakeApi(tls=server_context(authority)) as api:
        yield api


async def is_trusted(api: FakeApi) -> None:
    client = GetCodeClient(api.url, api.key, QUICK)
    api.script(done())
    await Call(client).done()
    await client.aclose()


async def is_not_trusted(api: FakeApi) -> str:
    client = GetCodeClient(api.url, api.key, QUICK)
    told = (await Call(client).fails(TlsFailed)).message
    assert api.requests == []
    await client.aclose()
    return told


async def test_a_folder_of_authorities(
    secure: FakeApi, hashed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("SSL_CERT_DIR", f"{tmp_path / 'empty'}:{hashed}")
    await is_trusted(secure)


async def test_a_file_and_a_folder_add_up(
    secure: FakeApi, hashed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    monkeypatch.setenv("SSL_CERT_FILE", str(other))
    assert "check SSL_CERT_FILE" in await is_not_trusted(secure)
    monkeypatch.setenv("SSL_CERT_DIR", str(hashed))
    await is_trusted(secure)


async def test_the_systems_store(secure: FakeApi, pem: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What OpenSSL would find by itself, where no variable says otherwise."""
    monkeypatch.setattr(certificates, "certificate_variables", list)
    assert "SSL_CERT_FILE" in await is_not_trusted(secure)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))  # here the place where this OpenSSL has its store
    await is_trusted(secure)


async def test_a_system_that_verifies_by_itself(
    secure: FakeApi, pem: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """macOS and Windows; here the same library finds the store as above."""
    monkeypatch.setattr(certificates, "_SYSTEM_VERIFIES", True)
    monkeypatch.setattr(certificates, "certificate_variables", list)
    assert "SSL_CERT_FILE" in await is_not_trusted(secure)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    await is_trusted(secure)


class NoPaths:
    cafile = capath = None


def test_a_system_without_the_usual_place(pem: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ssl, "get_default_verify_paths", NoPaths)
    monkeypatch.setattr(certificates, "_SYSTEM_FILES", ("/nonexistent.pem", str(pem)))
    assert certificates.load().cert_store_stats()["x509_ca"] == 1


def test_a_system_without_a_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ssl, "get_default_verify_paths", NoPaths)
    monkeypatch.setattr(certificates, "_SYSTEM_FILES", ())
    assert certificates.load().cert_store_stats()["x509_ca"] > 50


def test_a_system_whose_store_is_broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pem"
    broken.write_text("no certificate")
    monkeypatch.setattr(ssl, "get_default_verify_paths", NoPaths)
    monkeypatch.setattr(certificates, "_SYSTEM_FILES", (str(broken),))
    with pytest.raises(ProxyMisconfigured, match="SSL_CERT_FILE"):
        certificates.load()


def test_every_context_verifies(pem: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def verifies() -> None:
        context = certificates.load()
        assert context.verify_mode == ssl.CERT_REQUIRED
        assert context.check_hostname
        assert context.minimum_version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)

    verifies()
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    verifies()
    monkeypatch.delenv("SSL_CERT_FILE")
    monkeypatch.setattr(certificates, "_SYSTEM_VERIFIES", True)
    verifies()


NOT_VALID = {
    "expired": ({"not_after": datetime(2020, 1, 1, tzinfo=timezone.utc)}, "has expired"),
    "not yet": ({"not_before": datetime(2099, 1, 1, tzinfo=timezone.utc)}, "can't be verified"),
}


@pytest.mark.parametrize("case", NOT_VALID)
async def test_each_thing_that_is_wrong_with_a_certificate_is_told_apart(
    authority: trustme.CA, pem: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    options, words = NOT_VALID[case]
    full = {
        "not_before": datetime(2019, 1, 1, tzinfo=timezone.utc),
        "not_after": datetime(2199, 1, 1, tzinfo=timezone.utc),
        **options,
    }
    async with FakeApi(tls=server_context(authority, **full)) as api:
        assert "not signed by an authority" in await is_not_trusted(api)
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        assert words in await is_not_trusted(api)
        assert api.bytes_received == 0


class Refusal(ssl.SSLCertVerificationError):
    """As truststore raises it for the system's own words."""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("“getcode.example” certificate is expired", "has expired"),
        ("“getcode.example” certificate name does not match input", "for another name"),
        ("“getcode.example” certificate is not trusted", "not signed by an authority"),
        ("The certificate chain is incomplete", "can't be verified"),
    ],
)
def test_what_a_system_says_in_its_own_words(words: str, told: str) -> None:
    error = ConnectionError("no TLS")
    error.__cause__ = Refusal(words)
    assert told in network.connect_error("https://getcode.example", error).message


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("to", ["another host", "plain http", "the same host"])
async def test_a_redirect_gets_no_byte(
    secure: FakeApi, pem: Path, monkeypatch: pytest.MonkeyPatch, status: int, to: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    async with FakeApi() as other:
        where = {
            "another host": f"https://localhost:{other.port}/api/generate",
            "plain http": f"{other.url}/api/generate",
            "the same host": "/api/generate/",
        }[to]
        secure.script(respond(status, b"", {"Location": where}))
        client = GetCodeClient(secure.url, secure.key, QUICK)
        told = (await Call(client).fails(RedirectRefused)).message
        with pytest.raises(RedirectRefused):
            await client.improve(ImproveRequest("a shop", "website"))
        assert "refused" in told
        assert (to == "the same host") or f":{other.port}" in told
        assert (other.connections, other.bytes_received) == (0, 0)
        assert len(secure.requests) == 2
        await client.aclose()


async def test_a_connection_over_tls_is_kept(
    secure: FakeApi, pem: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    client = GetCodeClient(secure.url, secure.key, QUICK)
    secure.script(respond(200, {"improved": "better"}))
    for _ in range(4):
        await client.improve(ImproveRequest("a shop", "website"))
    assert secure.connections == 1
    await client.aclose()


async def test_warming_makes_the_first_request_no_slower_and_sends_nothing(
    secure: FakeApi, pem: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    loads: list[Any] = []
    load = certificates.load

    def counted() -> ssl.SSLContext:
        loads.append(None)
        return load()

    monkeypatch.setattr(certificates, "load", counted)
    client = GetCodeClient(secure.url, secure.key, QUICK)
    await client.warm()
    assert (len(loads), secure.connections) == (1, 0)
    secure.script(done())
    for _ in range(3):
        await Call(client).done()
    assert len(loads) == 1
    await client.aclose()
