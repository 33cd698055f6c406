"""The address of an engine's server: what is understood, what is refused, and that no key goes astray."""

from __future__ import annotations

import pytest

from getcode_lsp.service.engines.openai.address import read_address

KEY = "sk-canary-0123456789"


@pytest.mark.parametrize(
    ("given", "base_url"),
    [
        ("http://127.0.0.1:11434", "http://127.0.0.1:11434/v1"),
        ("http://127.0.0.1:11434/", "http://127.0.0.1:11434/v1"),
        ("http://localhost:8080/v1/", "http://localhost:8080/v1"),
        ("http://[::1]:8000", "http://[::1]:8000/v1"),
        ("http://192.168.1.20:11434", "http://192.168.1.20:11434/v1"),
        ("http://ollama:11434", "http://ollama:11434/v1"),
        ("http://gpu.local:1234/v1", "http://gpu.local:1234/v1"),
        ("https://api.example.com/openai/v1", "https://api.example.com/openai/v1"),
        ("https://example.com/v1beta", "https://example.com/v1beta"),
        ("https://Example.com/v1/chat/completions", "https://example.com/v1"),
    ],
)
def test_an_address_with_or_without_the_version(given: str, base_url: str) -> None:
    assert read_address(given, None).base_url == base_url


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("127.0.0.1:11434", "http:// or https://"),
        ("ftp://host/v1", "http:// or https://"),
        ("http://example.com", "private networks"),
        ("http://8.8.8.8:80", "private networks"),
        ("http://0.0.0.0:80", "private networks"),
        ("http://2130706433", "four decimal numbers"),
        ("http://127.1:80", "four decimal numbers"),
        ("https://user:secret-canary@host/v1", "GETCODE_ENGINE_KEY"),
        ("https://host/v1?key=canary", "no query"),
        ("https://host:0", "missing"),
        ("https://host:99999", "malformed"),
        ("https:///v1", "missing"),
        ("https://a b", "blank"),
    ],
)
def test_an_address_that_is_refused_says_why_and_repeats_nothing(given: str, why: str) -> None:
    with pytest.raises(ValueError, match=why) as refused:
        read_address(given, None)
    assert "canary" not in str(refused.value)


@pytest.mark.parametrize("url", ["http://192.168.1.20:11434", "http://ollama:11434"])
def test_a_key_never_crosses_a_network_readable(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        read_address(url, KEY)


@pytest.mark.parametrize("key", ["", "sk canary", "sk\ncanary", "ключ"])
def test_a_malformed_key_is_refused_unseen(key: str) -> None:
    with pytest.raises(ValueError, match="GETCODE_ENGINE_KEY") as refused:
        read_address("https://host", key)
    assert "canary" not in str(refused.value)


def test_the_key_is_in_no_representation() -> None:
    assert KEY not in repr(read_address("https://host", KEY))
