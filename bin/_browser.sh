# Sourced by bin/test: finds a Chromium for the journeys, or brings one. Sets STAYLINE_CHROMIUM to its path.
# Needs stayline_setup dev.

_playwrights_own() {
    "$stayline_python" - <<'PYTHON' 2>/dev/null
import pathlib, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    path = pathlib.Path(playwright.chromium.executable_path)
if not path.exists():
    sys.exit(1)
print(path)
PYTHON
}

_distributions_own() {
    local name
    # The headless shell draws no window around a page, and is several times as quick.
    for name in chromium-headless-shell chromium chromium-browser google-chrome-stable google-chrome; do
        command -v "$name" && return 0
    done
    return 1
}

# Prints the path; fails when no browser can be had.
find_browser() {
    if [ -n "${STAYLINE_CHROMIUM:-}" ]; then echo "$STAYLINE_CHROMIUM"; return 0; fi
    _playwrights_own && return 0
    _distributions_own && return 0
    echo "  downloading Playwright's Chromium" >&2
    if timeout 240 "$stayline_python" -m playwright install chromium >/dev/null 2>&1; then
        _playwrights_own && return 0
    fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "  installing the distribution's Chromium" >&2
        apt-get update -qq >/dev/null 2>&1 || true
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            chromium-headless-shell fonts-dejavu-core >/dev/null 2>&1 || true
        _distributions_own && return 0
    fi
    return 1
}
