# shellcheck shell=bash
# What the scripts share: telling, checking the toolchain, installing packages, building, waiting.
# To be sourced; the caller has set -euo pipefail and changed to the top of the checkout.

# What the build needs from Debian or Ubuntu.
# shellcheck disable=SC2034 # used by those who source this
build_packages=(
    git g++ pkg-config zlib1g-dev ca-certificates
    libssl-dev librsync-dev libcurl4-openssl-dev libexpat1-dev libsqlite3-dev
)
# What the program calls at run time.
# shellcheck disable=SC2034
run_packages=(rsync)

if [ -t 1 ]; then bold=$'\e[1m' plain=$'\e[0m'; else bold='' plain=''; fi

heading() { printf '\n%s== %s%s\n' "$bold" "$*" "$plain"; }
say() { printf '%s\n' "$*"; }
die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# Prints a command and runs it.
show() {
    printf '$ %s\n' "$*"
    "$@"
}

# need_swift: Swift 6.2 or later, or where to get it.
need_swift() {
    local where='get it from https://www.swift.org/install/linux/ and put its usr/bin into PATH'
    command -v swift >/dev/null || die "Swift is not installed: $where"
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
    [ -n "$version" ] || die "swift --version does not tell a version: $where"
    [ "$(printf '%s\n6.2\n' "$version" | sort -V | head -n 1)" = 6.2 ] \
        || die "Swift $version is too old, 6.2 or later is needed: $where"
    say "Swift $version"
}

# need_packages NAME...: installs the missing ones with apt, after saying which.
need_packages() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "This is not Debian or Ubuntu. Needed, under your system's names: $*"
        return
    fi
    local package missing=()
    for package in "$@"; do
        dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
    done
    if [ ${#missing[@]} -eq 0 ]; then
        say "Debian packages: nothing to install"
        return
    fi
    local root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || die "install these packages first (no sudo here): apt-get install ${missing[*]}"
        root=(sudo)
    fi
    say "Installing with apt-get: ${missing[*]}"
    "${root[@]}" apt-get update -q
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
}

# build: the release build; sets $apus to the program.
build() {
    say "A first build takes some 12 minutes on two cores; later ones build only what changed."
    show swift build -c release --product apus
    apus=$(swift build -c release --show-bin-path)/apus
    [ -x "$apus" ] || die "the build left no program at $apus"
}

# free_port: a TCP port of the loopback interface on which nobody listens.
free_port() {
    local port
    for _ in {1..100}; do
        port=$((20000 + RANDOM % 10000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            printf '%s\n' "$port"
            return
        fi
    done
    die "no free port found"
}

# wait_for SECONDS WHAT COMMAND...: repeats COMMAND until it succeeds; fails when the time is over.
wait_for() {
    local seconds=$1 what=$2 end
    shift 2
    end=$((SECONDS + seconds))
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || die "waited $seconds s in vain for $what"
        sleep 0.5
    done
}
