"""How each language spells a character that must not stand in a file as it is.

A language that has no spelling of its own, or one that only holds in some of its strings, gets `visible`.
"""

from __future__ import annotations

from collections.abc import Callable

Escape = Callable[[int], str]
"""Writes a code point as visible text."""


def visible(code: int) -> str:
    """Write a code point as `<U+202E>`, which no language takes for something else by accident."""
    return f"<U+{code:04X}>"


def python_escape(code: int) -> str:
    r"""Write a code point as Python and YAML do: `\x1b`, `\u202e`, `\U000e0041`."""
    return f"\\x{code:02x}" if code <= 0xFF else long_escape(code)


def long_escape(code: int) -> str:
    r"""Write a code point in four or eight digits, where `\x` means a byte: `\u001b`, `\u202e`, `\U000e0041`."""
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def javascript_escape(code: int) -> str:
    r"""Write a code point as JavaScript does: `\x1b`, `\u202e`, `\u{e0041}`."""
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\u{{{code:x}}}"


def braced_escape(code: int) -> str:
    r"""Write a code point as Rust, Swift, PHP, Ruby and others do: `\u{1b}`, `\u{202e}`, `\u{e0041}`."""
    return f"\\u{{{code:x}}}"


def utf16_escape(code: int) -> str:
    r"""Write a code point in UTF-16 units, as JSON and Java do: `\u001b`, `\u202e`, `\udb40\udc41`."""
    units = chr(code).encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def c_escape(code: int) -> str:
    r"""Write a code point as C does: `\033`, `\u202e`, `\U000e0041`.

    `\x` has no end in C, and `\u` may not name a character below U+00A0 (C11, 6.4.3): these are octal bytes.
    """
    if code >= 0xA0:
        return long_escape(code)
    return "".join(f"\\{byte:03o}" for byte in chr(code).encode())


def perl_escape(code: int) -> str:
    r"""Write a code point as Perl and Erlang do: `\x{1b}`, `\x{202e}`."""
    return f"\\x{{{code:x}}}"


def powershell_escape(code: int) -> str:
    """Write a code point as PowerShell does: `` `u{1b} ``."""
    return f"`u{{{code:x}}}"


def css_escape(code: int) -> str:
    r"""Write a code point as CSS does; six digits need no blank behind them: `\00202e`."""
    return f"\\{code:06x}"


def lua_escape(code: int) -> str:
    r"""Write a code point as its bytes in UTF-8, as every version of Lua reads them: `\226\128\174`."""
    return "".join(f"\\{byte:03d}" for byte in chr(code).encode())


def html_escape(code: int) -> str:
    """Write a code point as a character reference (`&#x202E;`), or as text where that means something else.

    References to C1 controls are read as other characters, those to C0 controls are errors (HTML, 13.2.5.80).
    """
    return f"&#x{code:X};" if code >= 0xA0 else _as_text(code)


def xml_escape(code: int) -> str:
    """Write a code point as a reference, or as text where XML has no such character (XML 1.0, 2.2)."""
    return f"&#x{code:X};" if code >= 0x20 else _as_text(code)


def _as_text(code: int) -> str:
    return f"&lt;U+{code:04X}&gt;"


_FAMILIES: tuple[tuple[Escape, str], ...] = (
    (python_escape, "python yaml"),
    (
        long_escape,
        "go csharp fsharp d odin elisp julia r toml terraform shellscript fish",
    ),
    (javascript_escape, "javascript javascriptreact typescript typescriptreact coffeescript"),
    (braced_escape, "rust swift php ruby crystal dart elixir nim zig ocaml haxe nushell bicep"),
    (utf16_escape, "java kotlin scala groovy clojure json jsonc jsonnet properties graphql"),
    (c_escape, "c cpp objective-c objective-cpp"),
    (perl_escape, "perl erlang"),
    (lua_escape, "lua"),
    (powershell_escape, "powershell"),
    (css_escape, "css scss less sass stylus"),
    (html_escape, "html vue svelte astro handlebars blade twig ejs erb heex razor jsp liquid"),
    (xml_escape, "xml svg mjml"),
)
_ESCAPES = {language: escape for escape, languages in _FAMILIES for language in languages.split()}


def escape_for(language_id: str) -> Escape:
    """The escape of a language (an LSP language id) that has one; else `visible`."""
    return _ESCAPES.get(language_id, visible)
