"""How the editors differ: what they offer at `initialize` and how they behave.

The capabilities are those that the editors really send, as pytest-lsp captured them; the habits are from
the specification and from measurements of the editors themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any

from lsprotocol import types
from pytest_lsp import client_capabilities


class Echo(Enum):
    """When a change is told to the server."""

    AT_ONCE = auto()
    DEBOUNCED = auto()  # 150 ms after the last notification; anything else that is sent goes behind it
    HELD = auto()  # only when the test says so


class Spelling(Enum):
    """How a change is written down."""

    EXACT = auto()  # as it was made, one item each
    SHIFTED = auto()  # as a diff finds it: repeated text at its last possible place
    MERGED = auto()  # all changes since the last notification as one item
    WHOLE = auto()  # the whole text, without a range


class Stale(Enum):
    """What becomes of an edit made for another version than the buffer's."""

    REFUSED = auto()  # `applied: false`
    DROPPED = auto()  # not applied, yet `applied: true`
    ERROR = auto()  # a JSON-RPC error
    APPLIED = auto()  # at the place that it names, whatever stands there now


class Reply(Enum):
    """What is answered to an edit."""

    TRUTH = auto()
    FALSE = auto()
    ERROR = auto()
    DECLINED = auto()  # an error, in the words of an editor whose user said no
    NULL = auto()
    MALFORMED = auto()
    NEVER = auto()


@dataclass(frozen=True)
class Habits:
    echo: Echo = Echo.AT_ONCE
    spelling: Spelling = Spelling.EXACT
    stale: Stale = Stale.REFUSED
    answers_first: bool = False  # the answer to an edit overtakes the change that it made
    normalizes: bool = True  # line breaks in an edit become those of the buffer
    pushes_cursor: bool = False  # a cursor at the place of an insertion is moved along
    first_version: int = 1
    version_step: int = 1
    compares_no_zero: bool = False  # an edit for version 0 goes in, whatever the buffer's version is
    grace: float | None = None  # edits are taken for so many seconds after a command, then refused
    empties: bool = (
        False  # CreateFile empties a file that exists, and creates none where it may pass over one
    )


@dataclass(frozen=True)
class Profile:
    """One kind of editor. `live`: it is expected to get the text while it streams."""

    name: str
    client: types.ClientInfo | None
    capabilities: types.ClientCapabilities
    habits: Habits = Habits()
    options: Any = None
    versioned: bool = True
    live: bool = True

    def behaving(self, **habits: Any) -> Profile:
        """The same editor with other habits."""
        return replace(self, habits=replace(self.habits, **habits))

    def offering(self, *encodings: str) -> Profile:
        """The same editor with other position encodings."""
        general = types.GeneralClientCapabilities(position_encodings=list(encodings))
        return replace(self, capabilities=_with(self.capabilities, general=general))

    @property
    def progress(self) -> bool:
        window = self.capabilities.window
        return bool(window and window.work_done_progress)

    @property
    def literals(self) -> bool:
        """Whether code actions may be more than commands; a client that says nothing of them is not asked."""
        document = self.capabilities.text_document
        action = document.code_action if document else None
        return action is None or action.code_action_literal_support is not None


def _with(capabilities: types.ClientCapabilities, **parts: Any) -> types.ClientCapabilities:
    return types.ClientCapabilities(
        **{
            name: parts.get(name, getattr(capabilities, name))
            for name in (
                "workspace",
                "text_document",
                "notebook_document",
                "window",
                "general",
                "experimental",
            )
        }
    )


_UTF16 = types.GeneralClientCapabilities(position_encodings=["utf-16"])

VSCODE = Profile(
    "vscode",
    types.ClientInfo("Visual Studio Code", "1.139.1"),
    _with(client_capabilities("visual-studio-code"), general=_UTF16),
    Habits(pushes_cursor=True),
)
NEOVIM = Profile(
    "neovim",
    types.ClientInfo("Neovim", "0.11.4"),
    client_capabilities("neovim@v0.11"),
    Habits(
        echo=Echo.DEBOUNCED,
        spelling=Spelling.SHIFTED,
        stale=Stale.DROPPED,
        first_version=0,
        version_step=3,
        compares_no_zero=True,
        empties=True,
    ),
)
OUR_NEOVIM = replace(
    NEOVIM.behaving(echo=Echo.AT_ONCE, stale=Stale.REFUSED, compares_no_zero=False),
    name="our-neovim",
    options={
        "client": {"name": "getcode.nvim", "version": "0.1.0", "honestRefusals": True, "undoJoin": True}
    },
)
EGLOT = Profile(
    "eglot",
    types.ClientInfo("Emacs (eglot)", "29.1"),
    client_capabilities("emacs"),
    Habits(echo=Echo.DEBOUNCED, stale=Stale.ERROR),
    live=False,  # it asks the user about every edit
)
MINIMAL = Profile(
    "minimal",
    None,
    types.ClientCapabilities(workspace=types.WorkspaceClientCapabilities(apply_edit=True)),
    Habits(stale=Stale.APPLIED),
    versioned=False,
    live=False,
)
OLD = replace(
    MINIMAL,
    name="old",
    capabilities=_with(
        MINIMAL.capabilities,
        text_document=types.TextDocumentClientCapabilities(
            code_action=types.CodeActionClientCapabilities(dynamic_registration=False)
        ),
    ),
)
MUTE = replace(MINIMAL, name="mute", capabilities=types.ClientCapabilities())

UNNAMED_EGLOT = replace(EGLOT, name="eglot-1.9", client=None)  # before 1.12 it does not say what it is
LSP_MODE = Profile(
    "lsp-mode",
    types.ClientInfo("emacs", "GNU Emacs 28.2"),
    client_capabilities("emacs"),
    Habits(first_version=0, compares_no_zero=True),
)
HELIX = Profile(
    "helix",
    types.ClientInfo("helix", "25.07"),
    VSCODE.capabilities,
    Habits(stale=Stale.ERROR, first_version=0),
)
COC = Profile("coc", types.ClientInfo("coc.nvim", "0.0.82"), VSCODE.capabilities, Habits(echo=Echo.DEBOUNCED))
VIM_LSP = Profile(
    "vim-lsp",
    types.ClientInfo("vim-lsp"),
    MINIMAL.capabilities,
    Habits(echo=Echo.HELD, spelling=Spelling.WHOLE, stale=Stale.APPLIED),
    versioned=False,
    live=False,
)
KAKOUNE = Profile(
    "kakoune",
    types.ClientInfo("kakoune-lsp", "18.0.0"),
    VSCODE.capabilities,
    Habits(echo=Echo.DEBOUNCED, spelling=Spelling.WHOLE, stale=Stale.APPLIED, answers_first=True),
    live=False,
)
KATE = Profile(
    "kate",
    types.ClientInfo("Kate", "22.12.3"),
    MINIMAL.capabilities,
    Habits(stale=Stale.APPLIED, grace=2.0),
    versioned=False,
    live=False,
)

ALL = (VSCODE, NEOVIM, OUR_NEOVIM, EGLOT, MINIMAL)
OTHERS = (UNNAMED_EGLOT, LSP_MODE, HELIX, COC, VIM_LSP, KAKOUNE, KATE)
LIVE = tuple(profile for profile in ALL if profile.live)
