"""Comments that speak to a tool and not to a reader: they are no prompts, and no prompt may turn into one.

Sources: the manuals of the tools named in the table; PEP 263 (coding lines), PEP 723 (script blocks), Vim's
`:help modeline`, Emacs' "Specifying File Variables".
"""

from __future__ import annotations

import re

# What the text of a comment begins with, behind any white space.
_AFTER_SPACE = (
    # Python
    r"noqa\b",
    r"type:\s*ignore\b",
    r"(?:mypy|pyright|basedpyright|pyre|pytype|pylint|ruff|flake8|fmt|isort|yapf|autopep8|black|pragma):",
    r"(?:nosec|nosemgrep|nopep8)\b",
    r"///(?:\s|$)",
    # JavaScript, TypeScript and pages
    r"(?:es|js|ts|style|mark)lint-(?:disable|enable|env|capture|restore|configure)\S*",
    r"(?:eslint|globals?|exported|jshint|jslint|jscs|tslint)(?:\s+[\w-]+\s*:|:)",
    r"@ts-\w+",
    r"@(?:flow|noflow|jsx\w*|vite-ignore|charset|formatter:o(?:n|ff))\b",
    r"(?:prettier|biome|deno-lint|deno-fmt|dprint|oxlint|stylua|svelte)-ignore\b",
    r"(?:istanbul|c8|v8|rome-ignore|biome-ignore)\s+ignore\b",
    r"webpack[A-Z]\w*:",
    r"[#@]\s*source(?:Mapping)?URL=",
    r"<(?:reference|amd-)",
    # C and its kin, Go, Rust, Java, Kotlin, Swift, PHP
    r"clang-format\s+o(?:n|ff)\b",
    r"(?:NOLINT\w*|NOSONAR|cppcheck-suppress\S*)\b",
    r"(?:nolint|lint:ignore|lint:file-ignore)\b",
    r"\+build\s",
    r"(?:rustfmt|clippy|ktlint|detekt|swiftlint|swiftformat|spotless|checkstyle|CHECKSTYLE)[-:]\S*",
    r"swift-tools-version\b",
    r"noinspection\b",
    r"(?:@?phpstan|@?psalm|phpcs|@codingStandards)[-:I]\S*",
    r"(?:swift-format|scalafmt|scalastyle|wartremover|errorprone|spotbugs|findbugs)[-:]\S*",
    r"(?:@formatter|ktfmt|google-java-format):\S*",
    r"(?:LCOV|GCOVR?|GCOV)_EXCL\S*",
    r"(?:IWYU|fmt|zig fmt|elm-format|ormolu|fourmolu|HLINT):?\s+(?:pragma|o(?:n|ff)|disable|enable|ignore)\b",
    r"(?:dialyzer|credo|sobelow)[:_-]\S*",
    r"(?:ReSharper|CSharpier|StyleCop)[ -](?:disable|restore|ignore)\S*",
    r"(?:excluded|ignore)-?coverage\b|coverage:ignore\S*|:nocov:|nocov\b",
    r"ignore(?:_for_file)?:\s*\w+",
    r"language=\w+\s*$",
    # Ruby, shell, Lua, configuration
    r"(?:rubocop|frozen_string_literal|warn_indent|shareable_constant_value):",
    r"(?:standard:(?:en|dis)able|typed:\s*(?:true|false|strict|strong|ignore)\b|encoding:\s*\S+\s*$)",
    r"(?:shellcheck|hadolint|tfsec|checkov|yamllint|tflint)(?:-ignore|:|\s+(?:disable|ignore|enable|source))",
    r"(?:luacheck|selene|stylua|yaml-language-server):",
    r"(?:syntax|escape|check)=\S",
    r"c?spell(?:-?checker)?:",
    r"SPDX-[\w-]+:",
    r"vale\s+\S+\s*=|vale\s+o(?:n|ff)\b",
)
# What must follow the mark at once: with a space in between it is ordinary prose.
_AT_ONCE = (
    r"!",
    r"go:\w",
    r"export\s",
    r"line\s\S+:\d",
    r"(?:end)?region\b",
    r"pragma\b",
    r"#[a-z]",
    r"\[if\s",
    r"\$(?:omp|acc)\b|DIR\$",
    r"#\s*(?:LANGUAGE|OPTIONS|(?:NO)?INLINE|INLINABLE|SPECIALI[SZ]E|UNPACK|RULES|DEPRECATED|MINIMAL|SCC|COMPLETE|ANN)",
)
_ANYWHERE = (r"-\*-.*-\*-", r"(?:^|\s)(?:vi|vim|ex):\s*(?:set?\s|\w+=|\w+:)")

_PRAGMA = re.compile(
    rf"(?:{'|'.join(_AT_ONCE)})|\s*(?:{'|'.join(_AFTER_SPACE)})|.*?(?:{'|'.join(_ANYWHERE)})", re.IGNORECASE
)
_CODING = re.compile(r"\s*.{0,40}?coding[:=][ \t]*[-\w.]+\s*(?:-\*-)?\s*$")


def is_pragma(text: str, *, coding: bool = False) -> bool:
    """Whether a comment speaks to a tool, by the text behind its mark (white space included).

    `coding`: a coding line counts too (the first two lines of a file).
    """
    return _PRAGMA.match(text) is not None or (coding and _CODING.match(text) is not None)
