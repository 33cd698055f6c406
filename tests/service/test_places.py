"""Where the service may listen, TLS, a proxy in front, and the names that it answers to."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import trustme

from getcode_lsp.service.errors import ServeError
from getcode_lsp.service.listening import Place
from tests.service.serving import Home, Running, error_of

KEY = "gc_of_the_operator"


@dataclass
class Certificate:
    chain: Path
    key: Path
    context: ssl.SSLContext


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    folder = tmp_path_factory.mktemp("certificate")
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1", "code.example.org")
    issued.cert_chain_pems[0].write_to_path(folder / "chain.pem")
    issued.private_key_pem.write_to_path(folder / "key.pem")
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return Certificate(folder / "chain.pem", folder / "key.pem", context)


def options(certificate: Certificate) -> tuple[str, ...]:
    return ("--tls-cert", str(certificate.chain), "--tls-key", str(certificate.key))


def health(url: str, context: ssl.SSLContext | bool = True, **headers: str) -> httpx.Response:
    with httpx.Client(verify=context, trust_env=False, timeout=20) as client:
        return client.get(f"{url}/healthz", headers=headers)


def test_tls(tmp_path: Path, certificate: Certificate) -> None:
    with Home(tmp_path, {"GETCODE_SERVICE_KEY": KEY}).serve(*options(certificate)) as service:
        assert service.url.startswith("https://127.0.0.1:")
        assert health(service.url, certificate.context).json()["status"] == "ok"
        own = f"https://127.0.0.1:{service.port}"
        assert health(service.url, certificate.context, Origin=own).status_code == 200
        plain = own.replace("https", "http")
        assert health(service.url, certificate.context, Origin=plain).status_code == 403
        with pytest.raises(httpx.TransportError):
            health(plain)


def test_every_address_with_tls_and_a_name(tmp_path: Path, certificate: Certificate) -> None:
    words = (*options(certificate), "--host", "0.0.0.0", "--allow-host", "Code.example.org")  # noqa: S104
    with Home(tmp_path, {"GETCODE_SERVICE_KEY": KEY}).serve(*words) as service:
        url = f"https://127.0.0.1:{service.port}"
        for host in ("code.example.org", f"CODE.example.org:{service.port}", "code.example.org:443"):
            assert health(url, certificate.context, Host=host).status_code == 200
        for host in ("example.org", "code.example.org:80", "code.example.org.evil.example"):
            refused = health(url, certificate.context, Host=host)
            assert refused.status_code == 400
            assert "--allow-host" in error_of(refused)


@pytest.mark.parametrize("wrong", ["one only", "swapped", "missing", "another key"])
def test_a_certificate_that_can_not_be_used(tmp_path: Path, certificate: Certificate, wrong: str) -> None:
    other = tmp_path / "other.pem"
    trustme.CA().issue_cert("127.0.0.1").private_key_pem.write_to_path(other)
    words = {
        "one only": ("--tls-cert", str(certificate.chain)),
        "swapped": ("--tls-cert", str(certificate.key), "--tls-key", str(certificate.chain)),
        "missing": ("--tls-cert", str(tmp_path / "no.pem"), "--tls-key", str(certificate.key)),
        "another key": ("--tls-cert", str(certificate.chain), "--tls-key", str(other)),
    }[wrong]
    done = Home(tmp_path).run("serve", "--port", "0", *words)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    assert "certificate" in done.stderr or "--tls-key" in done.stderr


@dataclass
class Fronted:
    service: Running

    def ask(self, key: str, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with self.service.client(key, **{"Host": "code.example.org", **named}) as client:
            return client.post("/api/improve", json={"prompt": "a shop", "outputType": "api"})


@pytest.fixture(scope="module")
def fronted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fronted]:
    home = Home(
        tmp_path_factory.mktemp("fronted"), {"GETCODE_ALLOWED_HOSTS": "code.example.org, other.example"}
    )
    with home.serve("--behind-proxy") as service:
        made = service.process.out.next().removeprefix("key: ")
        fronted = Fronted(service)
        assert fronted.ask(made).status_code == 200
        yield fronted


def test_behind_a_proxy_pages_come_over_its_https(fronted: Fronted) -> None:
    origin = "https://code.example.org"
    assert fronted.ask("wrong", Origin=origin, X_Forwarded_Proto="https").status_code == 401
    assert fronted.ask("wrong", Origin=origin).status_code == 403
    evil = fronted.ask("wrong", Origin="https://evil.example", X_Forwarded_Proto="https")
    assert (evil.status_code, error_of(evil)) == (403, "Pages of other sites may not call this service.")


def test_behind_a_proxy_wrong_keys_are_counted_by_the_clients_address(fronted: Fronted) -> None:
    def status(address: str) -> int:
        return fronted.ask("wrong", X_Forwarded_For=address).status_code

    statuses = [status(f"198.51.100.{n}, 203.0.113.9") for n in range(31)]
    assert statuses == [401] * 30 + [429], "what a client claims to be changes nothing"
    assert status("203.0.113.10") == 401


def test_without_a_proxy_forwarded_headers_mean_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path, {"GETCODE_SERVICE_KEY": KEY})
    with home.serve() as service, service.client("wrong", **{"X-Forwarded-Proto": "https"}) as client:
        own = f"https://127.0.0.1:{service.port}"
        assert client.get("/healthz", headers={"Origin": own}).status_code == 403
        statuses = [
            client.post("/api/improve", headers={"X-Forwarded-For": f"203.0.113.{n}"}).status_code
            for n in range(31)
        ]
    assert statuses[-1] == 429


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (Place("192.0.2.1"), "loopback only"),
        (Place("192.0.2.1", proxies="127.0.0.1", allowed_hosts=("http://x",)), "--allow-host"),
        (Place("0.0.0.0", proxies="127.0.0.1"), "--allow-host NAME"),  # noqa: S104 - refused
        (Place("127.0.0.1", proxies="proxy.example"), "--behind-proxy"),
        (Place("127.0.0.1", proxies="127.0.0.1,"), "--behind-proxy"),
        (Place("code.example.org", proxies="127.0.0.1"), "--host takes an address"),
        (Place("127.0.0.9"), "127.0.0.1 and ::1"),
        (Place("127.0.0.1", certificate=Path("c")), "--tls-key"),
    ],
)
def test_places_that_are_refused(place: Place, said: str) -> None:
    with pytest.raises(ServeError, match=said):
        place.checked()


def test_an_address_that_is_bound_is_a_name_of_the_service() -> None:
    assert Place("192.0.2.1", proxies="10.0.0.0/8").checked().allowed_hosts == ("192.0.2.1",)
    assert Place("[2001:DB8::1]", proxies="::1").checked().allowed_hosts == ("[2001:db8::1]",)


@pytest.mark.parametrize("options_given", [("--behind-proxy", "no address"), ("--allow-host", "a/b")])
def test_the_command_refuses_them_too(tmp_path: Path, options_given: tuple[str, str]) -> None:
    done = Home(tmp_path).run("serve", "--port", "0", *options_given)
    assert done.returncode == 1
    assert options_given[0] in done.stderr
    assert not (tmp_path / "data").exists()


def test_an_address_of_this_machine_with_tls(tmp_path: Path, certificate: Certificate) -> None:
    address = own_address()
    words = (*options(certificate), "--host", address)
    with Home(tmp_path, {"GETCODE_SERVICE_KEY": KEY}).serve(*words) as service:
        assert service.url.startswith(f"https://{address}:")


def own_address() -> str:
    """An address of this machine that is not loopback; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            pytest.skip("this machine has no network")
        address: str = probe.getsockname()[0]
    if address.startswith("127."):
        pytest.skip("this machine has no network")
    return address
