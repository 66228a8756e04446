#!/bin/sh
# Installs what building and running coprolab needs on Debian 12 and its relatives, beside a Swift toolchain.
#
#   config/set-up.sh           the C libraries
#   config/set-up.sh --test    also Chromium, LibreOffice and a Python environment in .venv, for the tests
#
# It may be run as often as you like: where nothing is missing it does nothing and says nothing. What it installs
# comes from Debian's packages (as root, or through sudo) and, for the tests, from PyPI.
set -eu
cd "$(dirname "$0")/.."

packages="pkg-config libwebsockets-dev libwebsockets-evlib-ev libev-dev libqrencode-dev libsqlite3-dev zlib1g-dev libxlsxwriter-dev libarchive-dev"
tests=no
case "${1-}" in
    "") ;;
    --test)
        tests=yes
        packages="$packages chromium-headless-shell python3 python3-venv fonts-dejavu-core fonts-noto-core libreoffice-calc-nogui"
        ;;
    *)
        echo "set-up.sh: unknown argument '$1'. Give --test, or nothing." >&2
        exit 64
        ;;
esac

log=$(mktemp)
trap 'rm -f "$log"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# quietly TITLE COMMAND…: runs the command with its output kept aside, and shows that output only if it fails.
# On a terminal the title stands there with the seconds that have gone by.
quietly() {
    title=$1
    shift
    ticker=
    if [ -t 2 ]; then
        (
            seconds=0
            while :; do
                printf '\r%s … %d s ' "$title" "$seconds" >&2
                sleep 1
                seconds=$((seconds + 1))
            done
        ) &
        ticker=$!
    fi
    status=0
    "$@" >"$log" 2>&1 </dev/null || status=$?
    if [ -n "$ticker" ]; then
        kill "$ticker" 2>/dev/null || true
        wait "$ticker" 2>/dev/null || true
        printf '\r\033[K' >&2
    fi
    if [ "$status" -ne 0 ]; then
        tail -n 40 "$log" >&2
        echo "set-up.sh: this failed: $title." >&2
    fi
    return "$status"
}

# unreachable WHAT WHERE: ends, with the likeliest cause of a failed installation.
unreachable() {
    echo "set-up.sh: is there a way to $1 from here? Check the network and $2, then run this again." >&2
    exit 1
}

# as_root COMMAND…: runs it as root, through sudo where that is needed.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

# missing PACKAGE…: those of them that Debian's package manager doesn't count as installed.
missing() {
    for package in "$@"; do
        state=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
        case "$state" in
            *" ok installed") ;;
            *) printf '%s ' "$package" ;;
        esac
    done
}

if ! command -v swift >/dev/null 2>&1; then
    echo "set-up.sh: there is no Swift here. Install Swift 6.2 or newer (https://www.swift.org/install/) and put its" >&2
    echo "           usr/bin on the PATH; then run this again." >&2
    exit 1
fi

if ! command -v apt-get >/dev/null 2>&1; then
    echo "set-up.sh: this system has no apt-get. Install by hand what these packages of Debian hold, and build with" >&2
    echo "           'swift build -c release': $packages" >&2
    exit 1
fi

# The list of packages is split on purpose.
# shellcheck disable=SC2086
wanted=$(missing $packages)
wanted=${wanted% }
if [ -n "$wanted" ]; then
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            echo "set-up.sh: some packages are missing, and without root or sudo they can't be installed. Ask whoever" >&2
            echo "           can: apt-get install $wanted" >&2
            exit 1
        fi
        # Asks for the password here, where it can be seen, and not behind the progress line.
        sudo -v
    fi
    quietly "Reading the list of packages" as_root apt-get update -q || unreachable "Debian's packages" /etc/apt
    # shellcheck disable=SC2086
    quietly "Installing from Debian: $(set -- $wanted; echo $#) package(s)" as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 $wanted ||
        unreachable "Debian's packages" /etc/apt
fi

[ "$tests" = yes ] || exit 0

# The environment belongs to this folder (a moved one doesn't run) and to this list of requirements.
stamp=$(cat Tests/requirements.txt; pwd)
if [ "$(cat .venv/coprolab-stamp 2>/dev/null)" = "$stamp" ] && .venv/bin/python -c '' 2>/dev/null; then
    exit 0
fi
# Debian's own Python, whose venv module has just been seen to; a `python3` found first on the PATH may lack it.
python=/usr/bin/python3
[ -x "$python" ] || python=python3
quietly "Making the Python environment .venv" "$python" -m venv --clear .venv || exit 1
quietly "Installing the tests' Python packages" \
    .venv/bin/python -m pip install --disable-pip-version-check --requirement Tests/requirements.txt ||
    unreachable PyPI "pip's settings"
printf '%s\n' "$stamp" >.venv/coprolab-stamp
