#!/bin/sh
# Makes .venv from uv.lock. Order: uv on the PATH, uv fetched into .uv, plain pip.
# With --with-tests: the development group, and a Chromium for the browser tests where we may install one.
set -eu
PYTHON=${PYTHON:-python3}
with_tests=${1:-}

"$PYTHON" - <<'PY' || exit 1
import sys
if sys.version_info < (3, 11):
    sys.exit(f"Tovholder kræver Python 3.11 eller nyere; {sys.executable} er {sys.version.split()[0]}. "
             "Prøv: make PYTHON=python3.12 ...")
PY

# Some systems ship Python without venv or without pip; one of them is enough to fetch uv, which needs neither.
fetch_uv() {
    rm -rf .uv
    { "$PYTHON" -m venv .uv && .uv/bin/python -m pip install --quiet uv; } >/dev/null 2>&1 && return
    rm -rf .uv
    "$PYTHON" -m pip install --quiet --target .uv uv >/dev/null 2>&1 && return
    rm -rf .uv
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
    echo "Installerer python3-venv med apt-get." >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; } >/dev/null 2>&1
    { "$PYTHON" -m venv .uv && .uv/bin/python -m pip install --quiet uv; } >&2
}

find_uv() {
    if command -v uv >/dev/null 2>&1; then command -v uv; return; fi
    [ -x .uv/bin/uv ] || fetch_uv || return 1
    echo .uv/bin/uv
}

if [ -z "${TOVHOLDER_NO_UV:-}" ] && uv=$(find_uv); then
    if [ -n "$with_tests" ]; then "$uv" sync --frozen --python "$PYTHON"; else "$uv" sync --frozen --no-dev --inexact --python "$PYTHON"; fi
else
    echo "uv kunne ikke hentes; bruger pip." >&2
    "$PYTHON" -m venv .venv || {
        echo "Python mangler modulet venv (Debian: apt-get install python3-venv)." >&2
        exit 1
    }
    .venv/bin/python -m pip install --quiet --upgrade 'pip>=25.1'
    if [ -n "$with_tests" ]; then .venv/bin/python -m pip install --quiet --editable . --group dev; else .venv/bin/python -m pip install --quiet --editable .; fi
fi

if [ -n "$with_tests" ] && ! command -v chromium >/dev/null 2>&1 && ! command -v google-chrome >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null ||
            echo "ADVARSEL: Chromium kunne ikke installeres; browsertestene springes over." >&2
    else
        echo "ADVARSEL: ingen Chromium fundet; browsertestene springes over. Installér 'chromium' for at køre dem." >&2
    fi
fi
