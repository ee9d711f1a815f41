#!/bin/bash
# npm run rehearsal: docker-compose.yml as README has it, on a real engine, before a release. See --help.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd); root=$(cd "$here/../.." && pwd)

usage() {
  cat <<'USAGE'
npm run rehearsal -- [--keep] [part...]

Runs README's Docker section for real: a fresh clone of this repository, the unchanged docker-compose.yml, a Docker engine of its own in a
network namespace of its own (nothing is installed, every port of 127.0.0.1 is free there). The official images are replaced by stand-ins
of the same names, made from Debian's and npm's packages; LIMITATIONS.md says what that cannot show.

  --keep   leave the engine and the images for a next run (the first run takes a quarter of an hour, the next ones ten minutes)
  --stop   end an engine that was kept
  part     only these, on what a kept run left: up walls crash stop wrong changed readme production end (up begins anew)
  --help   this

Needs Linux on x64, root, git, Go, about 6 GB in $REHEARSAL (default: $TMPDIR/compose-rehearsal). Ends with "N passed, N failed".
USAGE
}

keep=no; parts=()
for word in "$@"; do
  case $word in
    --keep) keep=yes ;;
    --stop) exec bash "$here/engine.sh" stop ;;
    --help | -h) usage; exit 0 ;;
    up | walls | crash | stop | wrong | changed | readme | production | end) parts+=("$word") ;;
    *) echo "unknown option $word" >&2; usage >&2; exit 2 ;;
  esac
done

fail() { echo "$1" >&2; exit 2; }
[ "$(uname -sm)" = 'Linux x86_64' ] || fail 'the rehearsal needs Linux on x64'
[ "$(id -u)" = 0 ] || fail 'the rehearsal needs root: it makes a network namespace'
for program in git go ip iptables-save nsenter npm apt-get; do
  command -v "$program" >/dev/null || [ "$program" = iptables-save ] || fail "the rehearsal needs $program"
done

step() { # step <what> <command...>: what is done and how long it took
  local began=$SECONDS; printf '… %s\n' "$1"; shift
  "$@"
  printf '  (%d s)\n' $((SECONDS - began))
}

. "$here/env.sh"
[ -x "$R/bin/docker-compose" ] && [ -x "$E/usr/sbin/dockerd" ] || step 'fetching a Docker engine and compose' bash "$here/engine.sh" get
if ! docker info >/dev/null 2>&1; then
  step 'starting the engine' bash "$here/engine.sh" start
fi
finish() { [ $keep = yes ] || bash "$here/engine.sh" stop; }
trap finish EXIT
step 'building the stand-in images' bash "$here/images.sh"
bash "$here/rehearsal.sh" "$root" "${parts[@]}"
