"""How the playground's files are served."""

from __future__ import annotations

from importlib import resources

import httpx
import pytest

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; "
    "frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
FRAME_POLICY = "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
FILES = sorted(
    file.name for file in resources.files("getcode_lsp.service.playground").joinpath("static").iterdir()
)
PATHS = {
    name: {"index.html": "/", "frame.html": "/playground/frame"}.get(name, f"/playground/{name}")
    for name in FILES
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_comes_with_its_type_and_its_policy(url: str, name: str) -> None:
    answer = httpx.get(url + PATHS[name], trust_env=False)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == TYPES[name.rpartition(".")[2]]
    expected = FRAME_POLICY if name == "frame.html" else PAGE_POLICY
    assert answer.headers["content-security-policy"] == expected
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert not [header for header in answer.headers if header.startswith("access-control-")]
    again = httpx.get(url + PATHS[name], headers={"If-None-Match": answer.headers["etag"]}, trust_env=False)
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/", "/playground/frame", "/playground/playground.js", "/playground/offers"]
)
def test_only_reading_is_allowed(url: str, path: str) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        answer = httpx.request(method, url + path, trust_env=False)
        assert (answer.status_code, list(answer.json())) == (405, ["error"])
    head = httpx.head(url + path, trust_env=False)
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize("path", ["/", "/playground/frame", "/playground/offers"])
def test_a_foreign_host_gets_no_page(url: str, path: str) -> None:
    assert httpx.get(url + path, headers={"Host": "evil.example"}, trust_env=False).status_code == 400


@pytest.mark.parametrize(
    "path", ["/playground/", "/playground/index.html", "/playground/../app.py", "/playground/x"]
)
def test_there_is_nothing_else(url: str, path: str) -> None:
    assert httpx.get(url + path, trust_env=False).status_code == 404


def test_the_page_names_nothing_from_elsewhere_and_has_no_code_of_its_own(url: str) -> None:
    for name in FILES:
        text = httpx.get(url + PATHS[name], trust_env=False).text
        assert [
            word for word in ("innerHTML", "outerHTML", "insertAdjacent", "eval(") if word in text
        ] == [], name
        if name != "icon.svg":
            assert "://" not in text, name
        if name != "frame.html":
            assert "document.write" not in text, name


def test_every_endpoint_still_wants_a_key(url: str) -> None:
    offered = httpx.get(f"{url}/playground/offers", trust_env=False).json()["paths"]
    assert {"/api/generate", "/api/improve", "/api/history"} <= set(offered)
    for path in offered:
        method = "GET" if path == "/api/history" else "POST"
        assert httpx.request(method, url + path, trust_env=False).status_code == 401
