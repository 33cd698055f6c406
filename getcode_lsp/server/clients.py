"""How each editor treats edits that are made for a version of the text.

The facts were measured or read in the editors' sources; an editor that is not listed is judged by what it
advertises. A thin client of ours says of itself what it does (`initializationOptions.client`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from getcode_lsp.editing.session import Policy, Profile

_VSCODE = Profile(strict=False, honest=True)
_STRICT = Profile(strict=True, honest=True)
# Drops a stale edit and says `applied: true`; shows its changes 150 ms later, a close right behind the last one.
_NEOVIM = Profile(strict=True, honest=False, pause=0.01, typing=1.0)
# Refuses with an error, shows its changes only when idle, and asks the user about every single edit.
_EGLOT = Profile(strict=True, honest=True, policy=Policy.FINAL, patience=30.0)
_UNKNOWN = Profile()
_IGNORES_VERSIONS = Profile(policy=Policy.FINAL)

_BY_NAME: tuple[tuple[str, Profile], ...] = (
    ("visual studio code", _VSCODE),
    ("vscodium", _VSCODE),
    ("cursor", _VSCODE),
    ("code-oss", _VSCODE),
    ("code-server", _VSCODE),
    ("neovim", _NEOVIM),
    ("eglot", _EGLOT),
    ("helix", _STRICT),
    ("coc.nvim", _STRICT),
    ("vim-lsp", _IGNORES_VERSIONS),
    ("kakoune", _IGNORES_VERSIONS),
    ("kate", _IGNORES_VERSIONS),
)


@dataclass(frozen=True, slots=True)
class Client:
    """What the server needs to know of its client."""

    profile: Profile = _UNKNOWN
    versioned: bool = True  # takes `documentChanges`
    progress: bool = False
    configuration: bool = False
    registers_configuration: bool = False
    shows_documents: bool = False
    applies_edits: bool = True
    tags_actions: bool = False
    literal_actions: bool = True
    questions_block: bool = False  # a message with buttons takes the user's keys


def describe(params: Mapping[str, Any]) -> Client:
    """Read a client's description out of the params of `initialize`, as plain JSON."""
    workspace = _at(params, "capabilities", "workspace")
    window = _at(params, "capabilities", "window")
    action = _at(params, "capabilities", "textDocument", "codeAction")
    own = _at(params, "initializationOptions", "client")
    name = str(_at(params, "clientInfo").get("name", "")).lower()
    advertised = _at(workspace, "workspaceEdit").get("documentChanges") is True
    profile = _profile(name, own, advertised)
    return Client(
        profile=profile,
        versioned=advertised or name.startswith("neovim") or bool(own),
        progress=window.get("workDoneProgress") is True,
        configuration=workspace.get("configuration") is True,
        registers_configuration=_at(workspace, "didChangeConfiguration").get("dynamicRegistration") is True,
        shows_documents=_at(window, "showDocument").get("support") is True,
        applies_edits=workspace.get("applyEdit") is True,
        tags_actions=bool(_at(action, "tagSupport")),
        # A client that says nothing of code actions can hardly mean the bare commands of LSP before 3.8.
        literal_actions=not action or bool(_at(action, "codeActionLiteralSupport")),
        questions_block=name.startswith("neovim") and not own,
    )


def with_policy(profile: Profile, setting: str) -> Profile:
    """A profile with the policy of the setting `getcode.apply`; `auto` keeps the client's own."""
    return profile if setting == "auto" else replace(profile, policy=Policy(setting))


def _profile(name: str, own: Mapping[str, Any], advertised: bool) -> Profile:
    if own.get("honestRefusals") is True:
        return _VSCODE if "vscode" in str(own.get("name", "")) else _STRICT
    for known, profile in _BY_NAME:
        if known in name:
            return profile
    return _UNKNOWN if advertised else _IGNORES_VERSIONS


def _at(tree: object, *path: str) -> Mapping[str, Any]:
    for name in path:
        tree = tree.get(name) if isinstance(tree, Mapping) else None
    return tree if isinstance(tree, Mapping) else {}
