"""Settings and environment variables: what is taken, what is refused, and what is said about it."""

from __future__ import annotations

import json
import math
import random
from dataclasses import fields
from typing import Any

import pytest

from getcode_lsp.prompts import request
from getcode_lsp.settings import (
    API_LANGUAGES,
    OUTPUT_TYPES,
    SETTINGS,
    Environment,
    Settings,
    check_base_url,
)


def test_table_and_class_say_the_same() -> None:
    defaults = Settings()
    assert [field.name for field in fields(Settings)] == [setting.attribute for setting in SETTINGS]
    for setting in SETTINGS:
        assert getattr(defaults, setting.attribute) == setting.default
        assert setting.doc


def test_lists_are_those_of_a_request() -> None:
    assert OUTPUT_TYPES == request.OUTPUT_TYPES
    assert API_LANGUAGES == request.API_LANGUAGES


@pytest.mark.parametrize(
    "raw", [None, {}, {"getcode": {}}, {"getcode": None}, {"limits": None}, {"apply": None}]
)
def test_nothing_set_is_the_defaults(raw: object) -> None:
    assert Settings.read(raw) == (Settings(), [])


@pytest.mark.parametrize(
    "raw",
    [
        {"improve": {"width": 100}, "apply": "final"},
        {"getcode": {"improve": {"width": 100}, "apply": "final"}},
        {"getcode.improve.width": 100, "getcode.apply": "final"},
        {"improve.width": 100.0, "apply": "final"},
    ],
)
def test_every_spelling_of_a_tree(raw: object) -> None:
    assert Settings.read(raw) == (Settings(improve_width=100, apply="final"), [])


def test_every_setting_can_be_set() -> None:
    raw: dict[str, object] = {}
    for setting in SETTINGS:
        if setting.kind is dict:
            raw[setting.name] = {"python": setting.choices[1], "x-own": setting.choices[0]}
        elif setting.kind is bool:
            raw[setting.name] = False
        else:
            bound = setting.high if setting.low == setting.default else setting.low
            raw[setting.name] = setting.choices[-1] if setting.choices else bound
    settings, messages = Settings.read(raw)
    assert messages == []
    for setting in SETTINGS:
        assert getattr(settings, setting.attribute) == raw[setting.name]
        assert getattr(settings, setting.attribute) != setting.default


WRONG: list[tuple[str, object]] = [
    ("service", "https://evil.example"),
    ("service", 1),
    ("apply", ["live"]),
    ("apply", {}),
    ("improve.width", -1),
    ("improve.width", 401),
    ("improve.width", 88.5),
    ("improve.width", "88"),
    ("improve.width", True),
    ("limits.quietMs", math.nan),
    ("limits.quietMs", math.inf),
    ("limits.wallSeconds", -math.inf),
    ("limits.wallSeconds", 10**400),
    ("limits.refusals", 0),
    ("limits.giveUpSeconds", -1),
    ("outputType", "api"),
    ("outputType", []),
    ("outputType", {"python": "poem"}),
    ("language", {"python": 3}),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_named_once_and_defaulted(name: str, value: object) -> None:
    settings, messages = Settings.read({name: value, "limits": {"coalesceMs": 99}})
    assert settings == Settings(limits_coalesce_ms=99)
    assert len(messages) == 1
    assert f"getcode.{name}:" in messages[0]
    assert len(messages[0]) < 250
    assert "\n" not in messages[0]


def test_the_right_entries_of_a_map_stay() -> None:
    settings, messages = Settings.read({"outputType": {"python": "website", "go": "poem", "c": None}})
    assert settings.output_type == {"python": "website"}
    assert len(messages) == 1
    assert "'go'" in messages[0]


@pytest.mark.parametrize("raw", [[], "x", 3, True])
def test_a_tree_that_is_none(raw: object) -> None:
    settings, messages = Settings.read(raw)
    assert settings == Settings()
    assert len(messages) == 1


def test_names_that_are_not_ours() -> None:
    assert (
        Settings.read({"trace": {"server": "off"}, "baseUrl": "http://evil", "apiKey": "k", "x": 1})[1] == []
    )
    slip = Settings.read({"improve": {"widht": 50}})
    assert slip[0] == Settings()
    assert slip[1] == ["getcode.improve.widht is not a setting; did you mean getcode.improve.width?"]
    assert len(Settings.read({"limits": 3})[1]) == 1


def test_no_tree_makes_it_raise() -> None:
    seed = random.randrange(2**32)
    print("seed", seed)
    rng = random.Random(seed)
    names: list[Any] = [part for setting in SETTINGS for part in (setting.name, *setting.name.split("."))]

    def value(depth: int) -> Any:
        kind = rng.randrange(8 if depth else 6)
        if kind >= 5:
            return {rng.choice([*names, "getcode", "", 3]): value(depth - 1) for _ in range(rng.randrange(4))}
        return rng.choice(
            [None, True, -1, 7, 1e308, "auto", "api", [], "\ud800", math.nan][kind * 2 : kind * 2 + 2]
        )

    for _ in range(3_000):
        settings, messages = Settings.read({rng.choice(names): value(3) for _ in range(4)})
        assert Settings.read({s.name: getattr(settings, s.attribute) for s in SETTINGS}) == (settings, [])
        json.dumps(messages).encode()
        "".join(messages).encode("ascii")
    deep: dict[str, Any] = {}
    for _ in range(5_000):
        deep = {"getcode": deep}
    Settings.read(deep)


GOOD_URLS = [
    ("https://getcode.one", "https://getcode.one"),
    ("https://getcode.one/", "https://getcode.one"),
    ("HTTPS://GetCode.One:443", "https://getcode.one"),
    ("https://api.example.com:8443", "https://api.example.com:8443"),
    ("http://127.0.0.1:8765", "http://127.0.0.1:8765"),
    ("http://127.0.0.1:80/", "http://127.0.0.1"),
    ("http://LOCALHOST:1", "http://localhost:1"),
    ("http://[::1]:8765", "http://[::1]:8765"),
    ("http://[0:0:0:0:0:0:0:1]:8765", "http://[::1]:8765"),
    ("https://[2001:DB8::1]", "https://[2001:db8::1]"),
    ("https://10.0.0.7", "https://10.0.0.7"),
    ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
]


@pytest.mark.parametrize(("url", "origin"), GOOD_URLS)
def test_an_origin_has_one_form(url: str, origin: str) -> None:
    assert check_base_url(url) == origin
    assert check_base_url(origin) == origin


BAD_URLS = [
    "",
    "getcode.one",
    "//getcode.one",
    "ftp://getcode.one",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "http://getcode.one",
    "http://192.168.0.2",
    "http://0.0.0.0:8765",
    "http://127.0.0.2",
    "http://localhost.evil.example",
    "http://127.0.0.1.evil.example",
    "http://127.0.0.1@evil.example",
    "https://user@getcode.one",
    "https://user:canary@getcode.one",
    "https://@getcode.one",
    "http://127.1",
    "http://2130706433",
    "http://0x7f000001",
    "http://0x7f.1",
    "http://0177.0.0.1",
    "http://127.0.0.01",
    "https://127.1",
    "https://2130706433",
    "https://0x7f.0.0.1",
    "https://1.2.3.4.5",
    "http://[::ffff:127.0.0.1]",
    "http://[::1%25eth0]",
    "http://[::2]",
    "https://[::1",
    "https://[zz]",
    "http://localhost.",
    "https://getcode.one.",
    "https://getcode..one",
    "https://-x.example",
    "https://getcode.one:",
    "https://getcode.one:0",
    "https://getcode.one:65536",
    "https://getcode.one:4x",
    "https://getcode.one?x",
    "https://getcode.one/?",
    "https://getcode.one#",
    "https://getcode.one/api",
    "https://getcode.one\\@evil.example",
    "https://get\tcode.one",
    "https://getcode.one\n",
    " https://getcode.one",
    "https://gеtcode.one",  # with a Cyrillic letter
    "https://getcode%2eone",
    "https://",
    "https:///x",
    "http://127.0.0.1:8765 http://x",
    "https://" + "a" * 300,
]


@pytest.mark.parametrize("url", BAD_URLS)
def test_a_base_url_that_could_mislead_is_refused_with_a_reason(url: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        check_base_url(url)
    assert "canary" not in str(refusal.value)
    assert len(str(refusal.value)) > 20


def test_environment() -> None:
    assert Environment.read({}) == Environment("https://getcode.one", explicit=False, key_present=False)
    assert Environment.read({"GETCODE_BASE_URL": " "}).base_url == "https://getcode.one"
    local = Environment.read({"GETCODE_BASE_URL": "Local", "GETCODE_API_KEY": ""})
    assert (local.local, local.explicit, local.key_present) == (True, True, True)
    assert Environment.read({"GETCODE_BASE_URL": "http://127.0.0.1:9/"}).base_url == "http://127.0.0.1:9"
    wrong = Environment.read({"GETCODE_BASE_URL": "http://user:canary@x"})
    assert wrong.base_url == ""
    assert not wrong.local
    assert wrong.problem
    assert "GETCODE_BASE_URL" in wrong.problem
    assert "canary" not in wrong.problem


@pytest.mark.parametrize("value", [True, False])
def test_a_switch_is_true_or_false(value: bool) -> None:
    assert Settings.read({"codeLens": value}) == (Settings(code_lens=value), [])


@pytest.mark.parametrize("value", ["true", 1, 0, [], {}])
def test_a_switch_is_nothing_else(value: object) -> None:
    settings, (message,) = Settings.read({"codeLens": value})
    assert settings.code_lens is True
    assert message.endswith("is not true or false; True is used.")
