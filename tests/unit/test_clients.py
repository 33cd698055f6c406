"""What the server makes of a client's description of itself, and of its words."""

from __future__ import annotations

from typing import Any

import pytest

from getcode_lsp.editing.session import Policy
from getcode_lsp.server.clients import Client, describe, is_declined, with_policy

EDITS = {"workspace": {"applyEdit": True, "workspaceEdit": {"documentChanges": True}}}
PLAIN = {"workspace": {"applyEdit": True}}


def client(name: str | None, capabilities: dict[str, Any] = EDITS, **own: Any) -> Client:
    info = {} if name is None else {"clientInfo": {"name": name}}
    return describe({**info, "capabilities": capabilities, "initializationOptions": {"client": own}})


@pytest.mark.parametrize(
    ("name", "policy"),
    [
        ("Visual Studio Code", Policy.LIVE),
        ("Neovim", Policy.LIVE),
        ("helix", Policy.LIVE),
        ("coc.nvim", Policy.LIVE),
        ("emacs", Policy.LIVE),
        ("Something new", Policy.LIVE),
        ("Eglot", Policy.FINAL),
        ("vim-lsp", Policy.FINAL),
        ("kak-lsp", Policy.FINAL),
        ("kakoune-lsp", Policy.FINAL),
        ("Kate", Policy.FINAL),
        (None, Policy.FINAL),
    ],
)
def test_when_text_goes_in_by_what_the_client_is(name: str | None, policy: Policy) -> None:
    assert client(name).profile.policy is policy


def test_a_client_that_takes_no_versions_gets_one_edit_at_the_end() -> None:
    plain = client("Something new", PLAIN)
    assert (plain.profile.policy, plain.versioned) == (Policy.FINAL, False)


@pytest.mark.parametrize("setting", ["live", "coalesced", "final"])
def test_the_setting_overrules_what_the_client_is(setting: str) -> None:
    assert with_policy(client("Kate").profile, setting).policy is Policy(setting)
    assert with_policy(client("Kate").profile, "auto").policy is Policy.FINAL


def test_a_client_whose_user_declined_gets_one_edit_at_the_end_from_then_on() -> None:
    code = client("Visual Studio Code")
    code.experience.declined = True
    assert code.profile.policy is Policy.FINAL
    assert client("Visual Studio Code").profile.policy is Policy.LIVE


@pytest.mark.parametrize(
    "words",
    [
        "User cancelled server edit",
        "User canceled server edit",
        "The edit was declined.",
        "rejected by the user",
    ],
)
def test_words_of_a_user_who_said_no(words: str) -> None:
    assert is_declined(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Edits on ‘a.py’ require version 0, you have 2",
        "The file is read-only",
        "Edit rejected: stale",
        "Cancelled",
    ],
)
def test_words_of_an_editor_that_could_not(words: str) -> None:
    assert not is_declined(words)
