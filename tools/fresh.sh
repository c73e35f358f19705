#!/usr/bin/env bash
# Plays a newcomer: a bare Debian 12, a clean copy of HEAD, a normal user who has sudo and make, `make demo` and
# `make test`. Needs root and debootstrap. The root is made anew each time under $FRESH_ROOT (build/fresh).
#
# How this machine reaches its package servers (apt sources, npm settings, proxies, certificates) is copied into that
# root and nowhere else.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$(realpath -m "${FRESH_ROOT:-build/fresh}")
jobs=${JOBS:-$(nproc)}
suite=bookworm

step() { printf 'fresh: [%4ds] %s\n' "$SECONDS" "$*"; }
fail() { printf 'fresh: %s\n' "$*" >&2; exit 2; }

# Mounts made from here on are gone when this script is.
if [ "${DORMOUSE_FRESH_UNSHARED:-}" != 1 ]; then
  [ "$(id -u)" = 0 ] || fail "chroot needs root: sudo make fresh"
  command -v debootstrap >/dev/null || fail "no debootstrap here: apt-get install debootstrap"
  git diff --quiet HEAD || echo "fresh: only what is committed is tried; this checkout has changes beside it" >&2
  DORMOUSE_FRESH_UNSHARED=1 exec unshare --mount -- "$0"
fi

make_root() {
  # An empty folder, or one that an earlier call made.
  [ ! -e "$root" ] || [ -z "$(ls -A "$root")" ] || [ -d "$root/debootstrap" ] || [ -f "$root/etc/debian_version" ] ||
    fail "$root is not a Debian root: it would be overwritten"
  rm -rf "$root"
  mkdir -p "$root"
  local mirror
  mirror=$(apt-get indextargets --format '$(REPO_URI)' "Codename: $suite" 'Created-By: Packages' | head -n 1)
  debootstrap --variant=minbase "$suite" "$root" ${mirror:+"$mirror"} >"$root.log" 2>&1 || {
    tail "$root.log" >&2
    fail "debootstrap did not succeed; its log is $root.log"
  }
  mount -t proc proc "$root/proc"
  mkdir -p "$root/dev/shm"
  mount -t tmpfs tmpfs "$root/dev/shm"
}

copy_if_there() {
  local path
  for path in "$@"; do
    [ -e "$path" ] || continue
    mkdir -p "$root$(dirname "$path")"
    cp -rL --no-target-directory "$path" "$root$path"
  done
}

# How to reach the package servers from inside.
copy_access() {
  rm -f "$root/etc/apt/sources.list"
  copy_if_there /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/apt.conf.d /etc/apt/keyrings /etc/hosts \
    /etc/resolv.conf /usr/local/share/ca-certificates /etc/ssl/certs/ca-certificates.crt
  local npmrc=$root/etc/skel/.npmrc cafile
  [ ! -f ~/.npmrc ] || cp ~/.npmrc "$npmrc"
  if command -v npm >/dev/null; then
    echo "registry=$(cd / && npm config get registry)" >>"$npmrc"
    cafile=$(cd / && npm config get cafile)
    if [ -f "$cafile" ]; then
      copy_if_there "$cafile"
      echo "cafile=$cafile" >>"$npmrc"
    fi
  fi
}

# The environment inside: bare, but for proxies and certificates.
inside_environment() {
  echo "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
  env | grep -iE '^((http|https|ftp|all|no)_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR)=' || true
}
as_root() { env -i "${environment[@]}" DEBIAN_FRONTEND=noninteractive chroot "$root" "$@"; }
as_user() {
  env -i "${environment[@]}" HOME=/srv/newcomer USER=newcomer chroot --userspec=newcomer:newcomer "$root" \
    bash -c "cd /srv/newcomer/dormouse && $1"
}

step "a bare Debian ($suite) in $root"
make_root
copy_access
mapfile -t environment < <(inside_environment)

step "what one needs to begin with: make, sudo, a user"
as_root apt-get -qq update
as_root apt-get -qq install -y --no-install-recommends make sudo >/dev/null 2>&1
as_root useradd --create-home --home-dir /srv/newcomer --shell /bin/bash newcomer
echo 'newcomer ALL=(ALL) NOPASSWD: ALL' >"$root/etc/sudoers.d/newcomer"
mkdir "$root/srv/newcomer/dormouse"
git archive HEAD | tar -x -C "$root/srv/newcomer/dormouse"
as_root chown -R newcomer:newcomer /srv/newcomer

for target in ${FRESH_TARGETS:-demo test}; do
  step "make $target"
  as_user "make $target JOBS=$jobs"
done
step "done"
