# shellcheck shell=bash
# What the checks share. To be sourced from a check; sets up $work, $apus and $shared.
#
# A check prints `ok NAME (SECONDS s)` for each thing that held and `not ok NAME: WHY` for each that did not, and
# exits with status 1 when any did not.

# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"

check=$(basename "$0")
# shellcheck disable=SC2034 # used by the checks
shared=${APUS_SHARED:-$(cd .. && pwd)/shared}
tools=$shared/tools
apus=${APUS:-$PWD/.build/release/apus}
failures=0
item_start=$SECONDS
background=()

# requires PACKAGE...: what every check but lint needs first, and these packages.
requires() {
    [ -d "$tools" ] || die "no test data at $shared"
    [ -x "$apus" ] || die "no program at $apus: build it first"
    [ "$(id -u)" -eq 0 ] || die "needs root, for network namespaces of its own"
    [ "${APUS_CHECK_ALONE:-}" = "$check" ] || need_packages rsync iproute2 python3 "$@"
}

# alone: goes on in network and mount namespaces of its own, where only the loopback interface is.
alone() {
    if [ "${APUS_CHECK_ALONE:-}" != "$check" ]; then
        APUS_CHECK_ALONE=$check exec unshare -n -m --propagation private "$PWD/.ci/checks/$check" "$@"
    fi
    ip link set lo up
}

workspace() {
    work=$(mktemp -d "${TMPDIR:-/tmp}/apus-ci-$check.XXXXXX")
    trap 'tidy' EXIT
    item_start=$SECONDS
}

# shellcheck disable=SC2317 # called by the trap
tidy() {
    local status=$? process
    trap - EXIT
    [ -z "${RUN:-}" ] || "$tools/serve.sh" stop >/dev/null 2>&1 || true
    [ "${APUS_CHECK_ALONE:-}" != "$check" ] || umount --all-targets --lazy /etc/hosts 2>/dev/null || true
    for process in "${background[@]}"; do kill "$process" 2>/dev/null || true; done
    for process in "${background[@]}"; do wait "$process" 2>/dev/null || true; done
    sleep 0.2
    if [ "$status" -ne 0 ] && [ -n "${APUS_CI_KEEP:-}" ]; then say "left behind: $work"; else rm -rf "$work" || true; fi
    exit "$status"
}

ok() {
    printf 'ok %s %s (%d s)\n' "$check" "$1" $((SECONDS - item_start))
    item_start=$SECONDS
}

not_ok() {
    printf 'not ok %s %s: %s\n' "$check" "$1" "$2"
    failures=$((failures + 1))
    item_start=$SECONDS
}

# holds NAME COMMAND...: ok when the command succeeds; its output is shown when it does not.
holds() {
    local name=$1
    shift
    if "$@" >"$work/holds.out" 2>&1; then
        ok "$name"
    else
        not_ok "$name" "$* failed"
        tail -n 15 "$work/holds.out" | sed 's/^/    /'
    fi
}

# compare NAME ARGUMENT...: runs .ci/tables/NAME.py, and takes its lines (verdict, name and detail, with tabs between) for
# results of the check.
compare() {
    local name=$1 verdict item detail status=0
    shift
    python3 -B ".ci/tables/$name.py" "$@" >"$work/report" 2>"$work/compare.log" || status=$?
    while IFS=$'\t' read -r verdict item detail; do
        case "$verdict" in
            ok) ok "$item" ;;
            "not ok") not_ok "$item" "$detail" ;;
            *) printf '   %s\n' "$verdict${item:+ $item}${detail:+ $detail}" ;;
        esac
    done <"$work/report"
    [ ! -s "$work/compare.log" ] || { not_ok "the comparison" "exit status $status"; tail -n 5 "$work/compare.log"; }
}

finish_check() { exit $((failures > 0)); }

# bounded SECONDS COMMAND...: stops it when it takes too long.
bounded() { timeout --kill-after=10 "$@"; }

# same_vrps NAME TRUTH OUTPUT: the sets of VRPs are equal (whatever the trust anchors).
same_vrps() {
    local before=$failures
    holds "$1" python3 "$tools/cmpvrps.py" "$2" "$3"
    [ "$failures" -eq "$before" ] || [ ! -s "$work/apus.log" ] || tail -n 5 "$work/apus.log" | sed 's/^/    /'
}

# same_state GOLDEN OUTPUT: two canonical cache representations have the same digests of manifests, ROA payloads, ASPA
# payloads and trust anchors, read without the program under test; and it reads both.
same_state() {
    holds "both representations are read, their digests verified" "$apus" inspect "$1" "$2"
    local name="rpki-client's digests of manifests, ROA payloads, ASPA payloads, trust anchors"
    if .ci/ccr.py compare "$1" "$2" >"$work/compare.out" 2>&1; then
        ok "$name"
        return
    fi
    not_ok "$name" "not the same state"
    sed 's/^/    /' "$work/compare.out"
    mkdir -p .build/ci
    cp "$2" ".build/ci/$check.ccr"
    say "    everything: diff <(.ci/ccr.py list $1) <(.ci/ccr.py list .build/ci/$check.ccr)"
}

# sorted_rows FILE: CSV rows up to the trust anchor, sorted, unique, without the header.
sorted_rows() { tail -n +2 "$1" | cut -d, -f1-4 | LC_ALL=C sort -u; }

# router_rows FILE: the rows as tools/routers wants them: prefix,maxLength,AS number.
router_rows() { tail -n +2 "$1" | awk -F, '{ sub(/^AS/, "", $1); print $2 "," $3 "," $1 }' | LC_ALL=C sort -u; }

# What genrpki_build and serve need.
# shellcheck disable=SC2034
genrpki_packages=(gcc make libc6-dev libssl-dev nginx-light openssl)

# genrpki_build: sets $genrpki.
# shellcheck disable=SC2034
genrpki_build() {
    mkdir -p "$work/genrpki"
    cp "$tools"/genrpki/* "$work/genrpki"
    make -s -C "$work/genrpki" >"$work/make.out" 2>&1 || { cat "$work/make.out"; die "genrpki does not build"; }
    genrpki=$work/genrpki/genrpki
}

# ports_are open|free: whether both ports of serve.sh are.
ports_are() {
    local port state
    for port in 443 873; do
        state=free
        ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || state=open
        [ "$state" = "$1" ] || return 1
    done
}

# serve DATA: serves a genrpki directory over HTTPS and rsync in this namespace, under its own host names; sets $options.
serve() {
    export RUN=$work/run
    mkdir -p "$RUN"
    [ "$(stat -c %m /etc/hosts)" != /etc/hosts ] || umount /etc/hosts
    # A daemon that has not ended yet would keep the port from the next one.
    "$tools/serve.sh" stop
    wait_for 10 "the ports to be free" ports_are free
    "$tools/serve.sh" start "$1" >"$work/serve.out" 2>&1 || { cat "$work/serve.out"; die "cannot serve $1"; }
    wait_for 10 "the servers to listen" ports_are open
    mount --bind "$RUN/hosts" /etc/hosts
    options=(--no-rir-tals --allow-dubious-hosts --rrdp-root-cert "$RUN/tls/ca.pem")
    local tal
    for tal in "$1"/tals/*.tal; do options+=(--tal-file "$tal"); done
}

# vrps STATE OUTPUT ARGUMENT...: one run of the program.
vrps() {
    local state=$1 output=$2
    shift 2
    bounded 300 "$apus" vrps -r "$state" "${options[@]}" -o "$output" "$@" 2>"$work/apus.log" || {
        local status=$?
        tail -n 15 "$work/apus.log"
        return "$status"
    }
}

# number LABEL FILE: the number that the summary in FILE gives for LABEL, or nothing.
number() { sed -n "s/^ *$1: *\([0-9][0-9]*\).*/\1/p" "$2" | head -n 1; }

# background COMMAND...: until the check ends; sets $process.
in_background() {
    local log=$1
    shift
    "$@" >"$log" 2>&1 &
    process=$!
    background+=("$process")
}
