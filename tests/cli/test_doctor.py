"""`getcode-lsp doctor` names the first hop that fails, against real sockets."""

from __future__ import annotations

import json
import socket
import ssl
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import trustme

from getcode_lsp.cli import certificate
from tests.cli.running import Ran, Shell
from tests.cli.tunnel import tunnel
from tests.fakes.api import FakeApi, refused_port, respond
from tests.fakes.api_thread import ThreadedFakeApi

OK = ["configuration", "DNS", "TCP"]


def hops(ran: Ran) -> list[str]:
    """The hops that went well, in order."""
    return [line.split()[1] for line in ran.out.splitlines() if line.startswith("ok ")]


def failed(ran: Ran, name: str, *words: str) -> None:
    """Exactly this hop failed, as the last, and says this."""
    lines = [line for line in ran.out.splitlines() if line.startswith("failed ")]
    assert len(lines) == 1, ran
    assert lines[0].split()[1] == name, ran
    said = ran.out[ran.out.index(lines[0]) :]
    for word in words:
        assert word in said, ran
    assert (ran.code, ran.err) == (1, "")


def answers(api: ThreadedFakeApi, improve: int = 400, generate: int = 400, without_key: int = 401) -> None:
    """Let the API answer the three questions: without a key, to improve, to generate."""
    wrong = {"error": "There is no prompt."}
    api.script(respond(without_key, wrong), path="/api/improve", times=1)
    api.script(respond(improve, wrong), path="/api/improve")
    api.script(respond(generate, wrong), path="/api/generate")


def test_a_service_that_is_well(shell: Shell, api: ThreadedFakeApi) -> None:
    answers(api)
    ran = shell.run("doctor")
    assert (ran.code, ran.err) == (0, "")
    assert hops(ran) == [*OK, "HTTP", "key", "plan"]
    assert "authorization" not in api.requests[0].headers
    assert [request.json for request in api.requests] == [
        {},
        {"prompt": "", "outputType": ""},
        {"prompt": "", "outputType": ""},
    ]


def test_as_json(shell: Shell, api: ThreadedFakeApi) -> None:
    answers(api, improve=401)
    ran = shell.run("doctor", "--json")
    told = json.loads(ran.out)
    assert (ran.code, told["ok"]) == (1, False)
    assert [hop["name"] for hop in told["hops"]] == [*OK, "HTTP", "key"]
    assert set(told["hops"][0]) == {"name", "ok", "says", "next"}


@pytest.mark.parametrize(
    ("improve", "generate", "hop", "words"),
    [
        (401, 400, "key", "refused"),
        (402, 400, "plan", "higher plan"),
        (400, 403, "plan", "higher plan"),
        (429, 400, "plan", "too many requests"),
    ],
)
def test_key_and_plan(
    shell: Shell, api: ThreadedFakeApi, improve: int, generate: int, hop: str, words: str
) -> None:
    answers(api, improve, generate)
    failed(shell.run("doctor"), hop, words)


def test_a_service_that_looks_at_the_prompt_first_proves_nothing(shell: Shell, api: ThreadedFakeApi) -> None:
    answers(api, without_key=400)
    ran = shell.run("doctor")
    assert ran.code == 0
    assert ran.out.count("can't be told") == 2


def test_without_a_key_the_way_is_looked_at_all_the_same(shell: Shell, api: ThreadedFakeApi) -> None:
    answers(api)
    ran = shell.run("doctor", without="GETCODE_API_KEY")
    failed(ran, "key", "getcode-lsp login")
    assert hops(ran) == [*OK, "HTTP"]
    assert len(api.requests) == 1


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"GETCODE_BASE_URL": "http://example.com"}, "plain http"),
        ({"GETCODE_BASE_URL": "https://u:secret@example.com"}, "user name"),
        ({"GETCODE_API_KEY": "two words"}, "blank"),
        ({"GETCODE_API_KEY": ""}, "empty"),
    ],
)
def test_configuration(shell: Shell, variables: dict[str, str], words: str) -> None:
    ran = shell.run("doctor", **variables)
    failed(ran, "configuration", words)
    assert "secret" not in ran.out
    assert "two words" not in ran.out


def test_a_name_that_does_not_exist(shell: Shell) -> None:
    failed(shell.run("doctor", GETCODE_BASE_URL="https://getcode.invalid"), "DNS", "getcode.invalid")


def test_a_port_that_nobody_listens_on(shell: Shell) -> None:
    with refused_port() as port:
        failed(shell.run("doctor", GETCODE_BASE_URL=f"http://127.0.0.1:{port}"), "TCP", "refused", str(port))


def test_what_does_not_speak_http(shell: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        import threading

        def greet() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"220 mail.example ESMTP\r\n")
                connection.recv(1000)

        thread = threading.Thread(target=greet, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        failed(shell.run("doctor", GETCODE_BASE_URL=url), "HTTP", "does not speak HTTP")
        thread.join(10)


@pytest.mark.parametrize(
    ("status", "content", "headers", "words"),
    [
        (200, b"<html>Welcome</html>", {"Content-Type": "text/html"}, "not the GetCode API"),
        (401, b"<html>Log in</html>", {"Content-Type": "text/html; charset=utf-8"}, "text/html"),
        (404, {"error": "no"}, {}, "no GetCode API"),
        (302, b"", {"Location": "https://evil.example/x"}, "evil.example"),
        (503, {"error": "Back at nine\x1b[31m."}, {}, "Back at nine[31m."),
    ],
    ids=["page", "login page", "nothing there", "redirect", "down"],
)
def test_what_is_not_the_api(
    shell: Shell, api: ThreadedFakeApi, status: int, content: Any, headers: dict[str, str], words: str
) -> None:
    api.script(respond(status, content, headers))
    ran = shell.run("doctor")
    failed(ran, "HTTP", words)
    assert len(api.requests) == 1
    assert "authorization" not in api.requests[0].headers


def served(authority: trustme.CA, *names: str, **options: Any) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names, **options).configure_cert(context)
    return context


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA(organization_name="Example Authority")


def test_a_certificate_that_is_trusted(shell: Shell, authority: trustme.CA, tmp_path: Path) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with FakeApi.threaded(tls=served(authority, "127.0.0.1"), key=shell.api.key) as api:
        answers(api)
        ran = shell.run("doctor", GETCODE_BASE_URL=api.url, SSL_CERT_FILE=str(tmp_path / "ca.pem"))
    assert ran.code == 0, ran
    assert hops(ran) == [*OK, "TLS", "HTTP", "key", "plan"]
    assert "Example Authority" in ran.out
    assert "holds until" in ran.out


@pytest.mark.parametrize(
    ("names", "options", "words"),
    [
        (("127.0.0.1",), {"not_after": datetime.now(timezone.utc) - timedelta(days=1)}, "expired"),
        (("other.example",), {}, "another name"),
    ],
)
def test_a_certificate_that_is_wrong(
    shell: Shell,
    authority: trustme.CA,
    tmp_path: Path,
    names: tuple[str, ...],
    options: dict[str, Any],
    words: str,
) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with FakeApi.threaded(tls=served(authority, *names, **options), key=shell.api.key) as api:
        ran = shell.run("doctor", GETCODE_BASE_URL=api.url, SSL_CERT_FILE=str(tmp_path / "ca.pem"))
        assert api.requests == []
    failed(ran, "TLS", words, "Example Authority")


def test_a_company_that_looks_inside_is_named(shell: Shell, authority: trustme.CA) -> None:
    with (
        FakeApi.threaded(tls=served(authority, "getcode.example"), key=shell.api.key) as api,
        tunnel(int(api.url.rpartition(":")[2])) as proxy,
    ):
        ran = shell.run(
            "doctor",
            GETCODE_BASE_URL="https://getcode.example",
            HTTPS_PROXY=f"http://user:pass%20word@127.0.0.1:{proxy.port}",
        )
        assert api.requests == []
    failed(ran, "TLS", "Example Authority", "SSL_CERT_FILE")
    assert hops(ran) == [*OK, "proxy"]
    assert "pass" not in ran.out
    assert all("Basic dXNlcjpwYXNzIHdvcmQ=" in head for head in proxy.asked)


def test_a_proxy_that_wants_a_password(shell: Shell, api: ThreadedFakeApi) -> None:
    api.script(respond(407))
    ran = shell.run("doctor", GETCODE_BASE_URL="https://getcode.example", HTTPS_PROXY=api.url)
    failed(ran, "proxy", "407", "HTTPS_PROXY")
    assert api.requests[0].method == "CONNECT"


def test_a_proxy_that_is_not_there(shell: Shell) -> None:
    with refused_port() as port:
        url = f"http://127.0.0.1:{port}"
        ran = shell.run("doctor", GETCODE_BASE_URL="https://getcode.example", HTTPS_PROXY=url)
    failed(ran, "TCP", "HTTPS_PROXY")


def test_a_proxy_that_cannot_be_used(shell: Shell) -> None:
    ran = shell.run(
        "doctor", GETCODE_BASE_URL="https://getcode.example", ALL_PROXY="socks5://u:secret@127.0.0.1:1"
    )
    failed(ran, "proxy", "ALL_PROXY", "SOCKS")
    assert "secret" not in ran.out


def test_certificates_that_cannot_be_read(shell: Shell, authority: trustme.CA) -> None:
    with FakeApi.threaded(tls=served(authority, "127.0.0.1"), key=shell.api.key) as api:
        ran = shell.run("doctor", GETCODE_BASE_URL=api.url, SSL_CERT_FILE="/nonexistent/ca.pem")
    failed(ran, "TLS", "SSL_CERT_FILE")


def test_the_local_service(shell: Shell) -> None:
    ran = shell.run("doctor", GETCODE_BASE_URL="local")
    assert (ran.code, ran.err) == (0, "")
    assert hops(ran) == ["configuration", "packages", "start", "key", "plan"]


@pytest.mark.parametrize("cut", [0, 1, 5, 100, 300])
def test_what_is_no_certificate_is_said_to_be_none(authority: trustme.CA, cut: int) -> None:
    der = ssl.PEM_cert_to_DER_cert(authority.cert_pem.bytes().decode())
    assert "Example Authority" in certificate.read(der).issuer
    with pytest.raises(ValueError, match=r"certificate|cut"):
        certificate.read(der[:cut])
