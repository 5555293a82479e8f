# Sourced by bin/test: an Asterisk and telephones for the calls. Needs stayline_setup dev.

_telephones() {
    command -v baresip >/dev/null && return 0
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    echo "  installing baresip, a telephone" >&2
    apt-get update -qq >/dev/null 2>&1 || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends baresip-core >/dev/null 2>&1 || true
    command -v baresip >/dev/null
}

# Fails, and says why, when no calls can be made here. When Debian's archive has moved on from what is locked,
# continuous integration goes on with what it has now, and says so.
find_telephones() {
    local scratch code=0
    _telephones || { echo "  no baresip could be had; install it, or be root on Debian or Ubuntu" >&2; return 1; }
    scratch="$(mktemp -d)"
    "$stayline_python" -m stayline phone --data "$scratch" fetch && rm -rf "$scratch" && return 0
    if [ -n "${CI:-}" ]; then
        echo "  LOCK OUT OF DATE: going on with today's packages; renew it by: stayline phone up --update" >&2
        "$stayline_python" -m stayline phone --data "$scratch" fetch --update || code=1
    else
        code=1
    fi
    rm -rf "$scratch"
    return "$code"
}
