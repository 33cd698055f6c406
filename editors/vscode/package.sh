#!/bin/sh
# Builds the extension with the server inside: package.sh FILE.vsix
set -eu
file=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cd "$(dirname "$0")"
PATH="$(cd ../.. && pwd)/.venv/bin:$PATH"
./lint.sh
python bundle.py
node esbuild.mjs --minify
node_modules/.bin/vsce package --no-dependencies --out "$file" >/dev/null
