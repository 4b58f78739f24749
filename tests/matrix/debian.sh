#!/usr/bin/env bash
# The tests in a Debian of their own, for `./dev matrix`. Needs root.
#
#   debian.sh run SUITE FOLDER MIRROR [ARGUMENT...]   ./dev test ARGUMENT..., the checkout being a
#                                                     tar archive on standard input
#   debian.sh remove SUITE FOLDER                     remove what `run` has made
#
# FOLDER/SUITE is the system, FOLDER/SUITE.log what installing has said last, FOLDER/SUITE.outcome
# one line on how a run went. Exit code 77: nothing could be run, which says nothing of the tests.
set -euo pipefail
export PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

command=$1 suite=$2 folder=$3
system=$folder/$suite
log=$system.log
# Nothing is removed that does not bear it.
mark=.made-by-gridr-matrix
# Where the checkout is inside, and root's home.
tree=/srv/gridr-qgis home=/root
# Seconds after which what installs is taken to hang.
patience=1500
readonly not_run=77

outcome() { printf '%s\n' "$*" >"$system.outcome"; }
say() { printf '%s\n' "dev: matrix: $suite: $*" >&2; }
give_up() {
  outcome "not run: $*"
  exit "$not_run"
}
give_up_after() {
  tail -n 15 "$log" | sed 's/^/    /' >&2
  give_up "$@"
}

# --- outside --------------------------------------------------------------------------------

take_lock() {
  exec 9>"$system.lock"
  flock -w 30 9 || give_up "another run is at work in $system"
}

# Mounts and processes belong to namespaces of their own, which end with their first process.
run() {
  local child
  local apart=(unshare --mount --propagation private --pid --fork --kill-child)
  rm -f -- "$system.outcome"
  "${apart[@]}" true 2>"$log" || give_up "this machine allows no mounts of its own (unshare)"
  "${apart[@]}" "$BASH" "${BASH_SOURCE[0]}" inside "$@" <&0 &
  child=$!
  # unshare itself does not heed other signals.
  trap 'kill -KILL "$child" 2>/dev/null || true; exit 143' INT TERM HUP
  wait "$child"
}

remove() {
  local made
  for made in "$system" "$system.new"; do
    [[ -e $made ]] || continue
    [[ -e $made/$mark ]] || give_up "$made was not made here, so it stays"
    # With the lock held nothing should be mounted. If it is, it is somebody's.
    [[ $(findmnt -ln -o TARGET) != *"$(realpath "$made")/"* ]] ||
      give_up "something is mounted in $made, so it stays"
    rm -rf --one-file-system -- "$made"
  done
  rm -f -- "$log" "$system.outcome"
}

# --- inside the namespaces ------------------------------------------------------------------

make_system() {
  [[ -e $system/$mark ]] && return
  local mirror=$1
  say "making a Debian in $system"
  remove
  mkdir -p "$system.new"
  touch "$system.new/$mark"
  timeout -k 10 "$patience" debootstrap --force-check-gpg --variant=minbase \
    --include=ca-certificates,git "$suite" "$system.new" "$mirror" >"$log" 2>&1 </dev/null ||
    give_up_after "debootstrap cannot make it from $mirror"
  mv "$system.new" "$system"
}

# Give it this machine's way to the package registries.
connect() {
  local name
  copy /etc/resolv.conf
  copy /etc/hosts
  copy /etc/ssl/certs/ca-certificates.crt
  copy /etc/pip.conf
  for name in SSL_CERT_FILE REQUESTS_CA_BUNDLE CURL_CA_BUNDLE PIP_CERT PIP_CONFIG_FILE; do
    copy "${!name:-}"
  done
  for name in .pip/pip.conf .config/pip/pip.conf; do copy "$HOME/$name" "$home/$name"; done
  if command -v apt-config >/dev/null; then
    # The rest is about this machine, with hooks that call programs of its own.
    apt-config dump | sed -n -E '/^Acquire::(https?|ftp|Check|Retries|ForceIPv)/p' \
      >"$system/etc/apt/apt.conf.d/90matrix"
  fi
  # No service is to be started.
  printf '#!/bin/sh\nexit 101\n' >"$system/usr/sbin/policy-rc.d"
  chmod 755 "$system/usr/sbin/policy-rc.d"
}

# copy FILE [TO]: where there is such a file.
copy() {
  [[ -f ${1:-} ]] || return 0
  local to=$system${2:-$1}
  mkdir -p "$(dirname "$to")"
  cp -L --remove-destination -- "$1" "$to"
}

# proc for Dask and for numbers of the process, the others as Debian has them.
mount_inside() {
  mkdir -p "$system/dev/shm" "$system/dev/pts"
  mount -t proc proc "$system/proc" &&
    mount -t tmpfs -o mode=1777 tmpfs "$system/dev/shm" &&
    mount -t devpts -o newinstance,ptmxmode=0666 devpts "$system/dev/pts"
}

# enter FOLDER COMMAND...
enter() {
  chroot "$system" /usr/bin/env -C "$1" PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME="$home" \
    LANG=C.UTF-8 "${@:2}"
}

# What is installed and compiled stays; numba knows it by the times of the sources.
update_checkout() {
  mkdir -p "$system$tree"
  find "$system$tree" -mindepth 1 \
    \( -path "$system$tree/.venv" -o -path "$system$tree/.git" -o -name __pycache__ \) -prune \
    -o ! -type d -exec rm -f -- {} +
  tar -x -C "$system$tree" --no-same-owner
  # The files that count are those that git knows or would know.
  enter "$tree" git init -q
}

# A registry that answers a request for another package is there; then it is the project's list
# that does not fit, and that is a failure.
registry_answers() {
  enter "$tree" timeout 120 .venv/bin/python -m pip download -q --no-deps -d /tmp/pip pytest-qgis
}

prepare() {
  say "installing what is missing"
  enter / timeout -k 10 "$patience" dpkg --configure -a >"$log" 2>&1 ||
    give_up_after "an interrupted installation cannot be completed, remove it by --clean"
  if enter "$tree" timeout -k 10 "$patience" ./dev prepare >>"$log" 2>&1; then
    enter / apt-get clean
    return
  fi
  if [[ -x $system$tree/.venv/bin/pip ]] && registry_answers >/dev/null 2>&1; then
    tail -n 15 "$log" >&2
    outcome "failed: requirements-dev.txt cannot be installed"
    exit 1
  fi
  give_up_after "QGIS and what the tests need cannot be installed"
}

inside() {
  local mirror=$1 versions
  shift
  make_system "$mirror"
  mount_inside 2>"$log" || give_up_after "this machine allows no mounts"
  find "$system/tmp" -mindepth 1 -delete
  connect
  update_checkout
  exec </dev/null
  prepare
  versions=$(enter "$tree" .venv/bin/python tests/matrix/versions.py)
  say "testing on $versions"
  if enter "$tree" ./dev test "$@"; then
    outcome "passed on $versions"
  else
    outcome "failed on $versions"
    exit 1
  fi
}

main() {
  case $command in
    run)
      take_lock
      run "${@:2}"
      ;;
    remove)
      take_lock
      remove
      ;;
    inside) inside "${@:4}" ;;
  esac
}

# On one line, so that this file may change meanwhile.
main "$@"; exit
