#!/usr/bin/env bash
# Generated requests against the packaged server: an owner's token, a labeler's and a stranger's each send what the API
# document allows, and what it forbids. Fails if the server answers one of them with 5xx, or with a status that the document
# does not have for that address. The server's own metrics count the requests.
#   bench/http-fuzz.sh                    the long form: at least 20,000 requests
#   bench/http-fuzz.sh --seconds 60       about a minute, as ./check does
#   bench/http-fuzz.sh --seed 7           other requests
# Needs python3; schemathesis is installed into .cupel/fuzz. Exit status 3: it could not be installed.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
pinned=4.32.5
venv=$root/.cupel/fuzz
if ! [ -x "$venv/bin/schemathesis" ] || [ "$(cat "$venv/pinned" 2>/dev/null)" != "$pinned" ]; then
  if ! { python3 -m venv "$venv" && "$venv/bin/pip" install -q --disable-pip-version-check "schemathesis==$pinned"; }; then
    echo "schemathesis $pinned cannot be installed: python3 with venv and a package index are needed"
    exit 3
  fi
  echo "$pinned" > "$venv/pinned"
fi
# shellcheck source=../cupel
CUPEL_SOURCED=1 . "$root/cupel"
find_jdk
exec "$venv/bin/python" "$root/bench/http_fuzz.py" --java "$jdk/bin/java" --jar "$root/cli/target/cupel.jar" \
  --document "$root/server/openapi.json" --schemathesis "$venv/bin/schemathesis" "$@"
