# Sourced by bin/stayline and bin/test: makes .venv from the lock files, and does nothing when it is current.
#   stayline_setup runtime   what the product needs
#   stayline_setup dev       that, and what the tests need
# Needs Python 3.11 or newer; STAYLINE_PYTHON names another one than the first found.

stayline_root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
stayline_venv="${STAYLINE_VENV:-$stayline_root/.venv}"
stayline_python="$stayline_venv/bin/python"

_say() { printf '%s\n' "$*" >&2; }
_stop() { _say "stayline: $*"; exit 1; }

_find_python() {
    local candidate
    for candidate in "${STAYLINE_PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

_digest() { "$1" -c 'import hashlib,sys; print(hashlib.sha256(open(sys.argv[1],"rb").read()).hexdigest())' "$2"; }

# A virtual environment with pip in it, also where the distribution keeps venv's pip in a package of its own.
_make_venv() {
    local python="$1" scratch wheel
    _say "stayline: making $stayline_venv with $("$python" --version)"
    rm -rf "$stayline_venv"
    "$python" -m venv "$stayline_venv" >/dev/null 2>&1 && return 0

    rm -rf "$stayline_venv"
    "$python" -m venv --without-pip "$stayline_venv" >/dev/null 2>&1 ||
        _stop "this Python has no venv module. On Debian or Ubuntu: apt-get install python3-venv"
    if "$python" -m pip --python "$stayline_python" install --quiet pip >/dev/null 2>&1; then
        return 0
    fi
    # Debian's own pip wheel, fetched without being root and without installing anything.
    scratch="$(mktemp -d)"
    if command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null &&
        (cd "$scratch" && apt-get download python3-pip-whl >/dev/null 2>&1 &&
            dpkg-deb -x python3-pip-whl*.deb . >/dev/null 2>&1); then
        wheel="$(find "$scratch" -name 'pip-*.whl' | head -n 1)"
        if [ -n "$wheel" ] &&
            "$stayline_python" "$wheel/pip" install --quiet --no-index --no-deps "$wheel" >/dev/null 2>&1; then
            rm -rf "$scratch"
            return 0
        fi
    fi
    rm -rf "$scratch" "$stayline_venv"
    _stop "no pip could be found for $python. On Debian or Ubuntu: apt-get install python3-venv"
}

# pip's lines, as one counting line.
_count_packages() {
    local total="$1" seen=0 line
    while IFS= read -r line; do
        case "$line" in
            Collecting\ * | Requirement\ already\ *)
                seen=$((seen + 1))
                if [ -t 2 ]; then printf '\r  packages %d/%d ' "$seen" "$total" >&2; fi ;;
            Installing\ *) [ ! -t 2 ] || printf '\n' >&2; _say "  installing $total packages" ;;
            ERROR*) _say "$line" ;;
        esac
    done
}

_install() {
    local lock="$1" total
    total="$(grep -cE '^[a-zA-Z0-9]' "$lock")"
    _say "stayline: installing from $(basename "$lock") ($total packages)"
    "$stayline_python" -m pip install --require-hashes --disable-pip-version-check --no-input \
        -r "$lock" 2>&1 | tee "$stayline_venv/install.log" | _count_packages "$total"
    [ "${PIPESTATUS[0]}" -eq 0 ] || _stop "the installation failed; its log is $stayline_venv/install.log"
}

# Two starts at once wait for each other; a lock whose maker is gone is taken over.
_lock_setup() {
    local lock="$stayline_root/.setup-lock" holder
    until mkdir "$lock" 2>/dev/null; do
        holder="$(cat "$lock/pid" 2>/dev/null || true)"
        if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then rm -rf "$lock"; continue; fi
        sleep 0.5
    done
    echo $$ > "$lock/pid"
    trap 'rm -rf "$stayline_root/.setup-lock"' EXIT
}

stayline_setup() {
    local kind="$1" lock python digest stamp
    lock="$stayline_root/requirements.lock"
    [ "$kind" = dev ] && lock="$stayline_root/requirements-dev.lock"
    python="$(_find_python)" || _stop "Python 3.11 or newer is needed (STAYLINE_PYTHON can name one)."
    digest="$(_digest "$python" "$lock")"
    stamp="$stayline_venv/.installed-$kind"
    if [ "$(cat "$stamp" 2>/dev/null)" = "$digest" ] && [ -x "$stayline_python" ]; then return 0; fi

    _lock_setup
    if [ "$(cat "$stamp" 2>/dev/null)" != "$digest" ]; then
        if [ ! -x "$stayline_python" ] || ! "$stayline_python" -m pip --version >/dev/null 2>&1; then
            _make_venv "$python"
        fi
        _install "$lock"
        echo "$digest" > "$stamp"
        # What the tests need holds all that the product needs.
        [ "$kind" = runtime ] || _digest "$python" "$stayline_root/requirements.lock" > "$stayline_venv/.installed-runtime"
    fi
    rm -rf "$stayline_root/.setup-lock"
    trap - EXIT
}
