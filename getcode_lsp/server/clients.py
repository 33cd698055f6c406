"""How each editor treats edits that are made for a version of the text.

The facts were measured or read in the editors' sources; an editor that is not listed is judged by what it
advertises. A thin client of ours says of itself what it does (`initializationOptions.client`). What each row means
to a user is in docs/editors/README.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from getcode_lsp.editing.session import Policy, Profile

_VSCODE = Profile(strict=False, honest=True)
_STRICT = Profile(strict=True, honest=True)
# Drops a stale edit and says `applied: true`; shows its changes 150 ms later, a close right behind the last one.
_NEOVIM = Profile(strict=True, honest=False, pause=0.01, typing=1.0)
# Refuses with an error, shows its changes only when idle, and asks the user about every single edit.
_EGLOT = Profile(strict=True, honest=True, policy=Policy.FINAL, patience=30.0, retry=10.0)
# Compares versions, but lets any edit in that was made for version 0.
_LSP_MODE = Profile(strict=False, honest=True)
_UNKNOWN = Profile()
# Too old, or too plain, to say what it is: eglot before 1.12 above all, which asks the user about every edit.
_UNNAMED = Profile(policy=Policy.FINAL, patience=30.0, retry=10.0)
_IGNORES_VERSIONS = Profile(policy=Policy.FINAL)
# Shows what an edit changed only when its user next presses a key.
_VIM_LSP = Profile(policy=Policy.FINAL, late=True)
# Answers before it applies; its changes come with its next idle moment.
_KAKOUNE = Profile(policy=Policy.FINAL, late=True)
# Takes edits for two seconds after a command, then refuses all of them: there is nothing to wait for.
_KATE = Profile(honest=True, policy=Policy.FINAL, patience=0.0)

_BY_NAME: tuple[tuple[str, Profile], ...] = (
    ("visual studio code", _VSCODE),
    ("vscodium", _VSCODE),
    ("cursor", _VSCODE),
    ("code-oss", _VSCODE),
    ("code-server", _VSCODE),
    ("neovim", _NEOVIM),
    ("eglot", _EGLOT),
    ("emacs", _LSP_MODE),
    ("helix", _STRICT),
    ("coc.nvim", _STRICT),
    ("vim-lsp", _VIM_LSP),
    ("kak", _KAKOUNE),
    ("kate", _KATE),
)

# What an editor says when its user, and not a version, was against an edit.
_DECLINED = re.compile(
    r"\buser (has )?(abort|cancel|declin|deni|refus|reject)|\b(cancell?ed|rejected) by (the )?user\b|\bdeclined\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Experience:
    """What the server has seen of a client that the client does not say of itself."""

    declined: bool = False  # its user said no to an edit: nobody is to be asked for every piece


@dataclass(frozen=True, slots=True)
class Client:
    """What the server needs to know of its client; `known` is its profile by what it says of itself."""

    known: Profile = _UNKNOWN
    versioned: bool = True  # takes `documentChanges`
    progress: bool = False
    configuration: bool = False
    registers_configuration: bool = False
    shows_documents: bool = False
    applies_edits: bool = True
    tags_actions: bool = False
    literal_actions: bool = True
    questions_block: bool = False  # a message with buttons takes the user's keys
    refreshes_lenses: bool = False  # asks for the code lenses again when it is told to
    finds_nameless: bool = True  # knows which buffer is meant by a URI without a path
    shows_results: bool = False  # shows what a command answers by itself
    experience: Experience = field(default_factory=Experience)

    @property
    def profile(self) -> Profile:
        """How it treats edits, as far as that is known by now."""
        return replace(self.known, policy=Policy.FINAL) if self.experience.declined else self.known


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
        known=profile,
        versioned=advertised or name.startswith("neovim") or bool(own),
        progress=window.get("workDoneProgress") is True,
        configuration=workspace.get("configuration") is True,
        registers_configuration=_at(workspace, "didChangeConfiguration").get("dynamicRegistration") is True,
        shows_documents=_at(window, "showDocument").get("support") is True,
        applies_edits=workspace.get("applyEdit") is True,
        tags_actions=bool(_at(action, "tagSupport")),
        # A client that says nothing of code actions can hardly mean the bare commands of LSP before 3.8.
        literal_actions=not action or bool(_at(action, "codeActionLiteralSupport")),
        refreshes_lenses=_at(workspace, "codeLens").get("refreshSupport") is True,
        shows_results=own.get("showsResults") is True,
        # Neovim calls every buffer without a name `file://`, and makes a new one when it is to edit that.
        finds_nameless=not name.startswith("neovim") or bool(own),
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
    if not advertised:
        return _IGNORES_VERSIONS
    return _UNKNOWN if name else _UNNAMED


def is_declined(reason: str) -> bool:
    """Whether the words of a refusal say that the user did not want the edit."""
    return _DECLINED.search(reason) is not None


def _at(tree: object, *path: str) -> Mapping[str, Any]:
    for name in path:
        tree = tree.get(name) if isinstance(tree, Mapping) else None
    return tree if isinstance(tree, Mapping) else {}
