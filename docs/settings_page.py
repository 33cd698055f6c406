"""Write the settings down, from the one table: `python -m docs.settings_page` (or `make docs`).

It writes `docs/settings.md`, the Neovim help page of the settings, and the settings of the VS Code extension where
that is there. `tests/unit/test_docs.py` fails when one of them is not what this would write.
"""

from __future__ import annotations

import json
import math
import sys
import textwrap
from pathlib import Path

from getcode_lsp.settings import SETTINGS, Setting

ROOT = Path(__file__).parents[1]
PAGE = Path("docs/settings.md")
NEOVIM = Path("editors/neovim/doc/getcode-settings.txt")
VSCODE = Path("editors/vscode/package.json")

_INTRODUCTION = """\
# Settings

An editor sends settings under `getcode` (`workspace/configuration`, `workspace/didChangeConfiguration`, or
`initializationOptions.settings`). Names may be nested (`{"improve": {"width": 88}}`) or dotted
(`{"improve.width": 88}`). A value that does not fit is named in a message, and the default is used.

<!-- The table is written by `make docs` from getcode_lsp/settings.py; change it there. -->

"""

_ENVIRONMENT = """
## The environment

Where requests go, and with which key, is no setting: an open repository may carry settings of its own.

| variable | what it says |
|---|---|
| `GETCODE_BASE_URL` | the origin of the API (default `https://getcode.one`), or `local`: a service of one's own, started when first needed |
| `GETCODE_API_KEY` | the key for that origin; else the one that `getcode-lsp login` keeps for it |
| `GETCODE_ENGINE` | the engine of `getcode-lsp serve` and of the local service (default `auto`) |
| `GETCODE_SERVICE_KEY` | the key that `getcode-lsp serve` wants from its clients; it makes one up where this is not set |
| `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY` | the proxy for requests that leave this machine (http and https proxies) |
| `SSL_CERT_FILE`, `SSL_CERT_DIR` | the certificates of authorities to trust, as for a company's own |
"""


def default_of(setting: Setting) -> str:
    """The default as JSON, a whole number without its fraction."""
    value = setting.default
    return json.dumps(int(value) if isinstance(value, float) and value.is_integer() else value)


def values_of(setting: Setting, quote: str = "`") -> str:
    """What a value may be, in words."""
    choices = ", ".join(f"{quote}{choice}{quote}" for choice in setting.choices)
    if setting.kind is dict:
        return f"object: language id to one of {choices}"
    if setting.kind is str:
        return choices
    if setting.kind is bool:
        return f"{quote}true{quote} or {quote}false{quote}"
    kind = "whole number" if setting.kind is int else "number"
    upper = f" to {_figure(setting.high)}" if math.isfinite(setting.high) else " on"
    return f"{kind} from {_figure(setting.low)}{upper}"


def _figure(value: float) -> str:
    return f"{value:g}" if value < 1_000_000 else f"{value:,.0f}"


def page() -> str:
    """The whole of docs/settings.md."""
    rows = [
        f"| `getcode.{setting.name}` | {setting.doc} | {values_of(setting)} | `{default_of(setting)}` |"
        for setting in SETTINGS
    ]
    table = "\n".join(["| setting | what it says | values | default |", "|---|---|---|---|", *rows])
    return f"{_INTRODUCTION}{table}\n{_ENVIRONMENT}"


def neovim_page() -> str:
    """The Neovim help page of the settings."""
    lines = [
        "*getcode-settings.txt*  The settings of the getcode language server",
        "",
        "                                                            *getcode-settings*",
        "Set them where the client is configured: >lua",
        "",
        "    vim.lsp.config('getcode', {",
        "      settings = { getcode = { service = 'local', apply = 'final' } },",
        "    })",
        "<",
        "This page is written from the server's own table.",
        "",
    ]
    for setting in SETTINGS:
        tag = f"*getcode.{setting.name}*"
        lines += [f"{tag:>78}", f"getcode.{setting.name}"]
        for text in (setting.doc, f"Values: {values_of(setting, '')}.", f"Default: {default_of(setting)}"):
            lines += textwrap.wrap(text, 74, initial_indent="    ", subsequent_indent="    ")
        lines.append("")
    return "\n".join([*lines, "vim:tw=78:ts=8:noet:ft=help:norl:", ""])


def properties() -> dict[str, object]:
    """The settings as VS Code wants them: `contributes.configuration.properties` of its package.json."""
    return {f"getcode.{setting.name}": _property(setting) for setting in SETTINGS}


def _property(setting: Setting) -> dict[str, object]:
    written: dict[str, object] = {"description": setting.doc, "default": json.loads(default_of(setting))}
    if setting.kind is dict:
        values = {"type": "string", "enum": list(setting.choices)}
        return {"type": "object", "additionalProperties": values, **written}
    if setting.kind is str:
        return {"type": "string", "enum": list(setting.choices), **written}
    if setting.kind is bool:
        return {**written, "type": "boolean"}
    written["type"] = "integer" if setting.kind is int else "number"
    written["minimum"] = setting.low
    if math.isfinite(setting.high):
        written["maximum"] = setting.high
    return written


def written() -> dict[Path, str]:
    """What each file is to hold, by its path below the root."""
    files = {PAGE: page(), NEOVIM: neovim_page()}
    if (ROOT / VSCODE).exists():
        package = json.loads((ROOT / VSCODE).read_text("utf-8"))
        # The first section is the server's; what the extension itself is set by is written by hand behind it.
        package["contributes"]["configuration"][0]["properties"] = properties()
        files[VSCODE] = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
    return files


def main() -> int:
    """Write the files that differ."""
    for path, text in written().items():
        target = ROOT / path
        if not target.exists() or target.read_text("utf-8") != text:
            target.write_text(text, "utf-8")
            sys.stdout.write(f"wrote {path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
