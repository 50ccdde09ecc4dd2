#!/usr/bin/env bash
# Holds the running server against its own OpenAPI document: requests made up by schemathesis, as two roles.
set -euo pipefail
cd "$(dirname "$0")/.."

venv=.venv
if ! cmp --silent api/requirements.txt "$venv/installed.txt"; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement api/requirements.txt
  cp api/requirements.txt "$venv/installed.txt"
fi
exec node api/fuzz.mjs
