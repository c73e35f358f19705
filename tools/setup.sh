#!/usr/bin/env bash
# Installs what Dormouse is built from: Debian packages, then the pinned npm packages. Does nothing, quickly, when
# all is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'TEXT'
usage: tools/setup.sh [--dev] [--conformance]
  --dev          also clang 19, its sanitizers, clang-tidy and clang-format (make tidy, format, matrix)
  --conformance  also the npm devDependencies: the production runtime, to record its behaviour anew
TEXT
}

apt_packages=(make g++ cmake ninja-build ccache libyaml-cpp-dev catch2 libfmt-dev nlohmann-json3-dev libcli11-dev
  libeigen3-dev libtomlplusplus-dev libxxhash-dev libzstd-dev librapidcheck-dev ca-certificates)
npm_stamp=node_modules/.dormouse-installed
npm_with=default
for argument in "$@"; do
  case $argument in
    --dev) apt_packages+=(clang-19 clang-tidy-19 clang-format-19 libclang-rt-19-dev) ;;
    --conformance) npm_with=conformance ;;
    --help | -h) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done
# npm comes with a Node of the user's own just as well as from Debian.
command -v npm >/dev/null || apt_packages+=(nodejs npm)

step() { printf 'setup: %s\n' "$*"; }

missing_apt_packages() {
  local installed
  installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${apt_packages[@]}" 2>/dev/null || true)
  for package in "${apt_packages[@]}"; do
    grep -qx "$package installed" <<<"$installed" || echo "$package"
  done
}

install_apt_packages() {
  if ! command -v apt-get >/dev/null; then
    step "this is no Debian: install the like of these yourself: ${apt_packages[*]}"
    return
  fi
  local missing
  mapfile -t missing < <(missing_apt_packages)
  [ ${#missing[@]} -gt 0 ] || return 0
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
      step "missing packages, and no sudo here; as root run: apt-get install ${missing[*]}" >&2
      exit 1
    fi
    as_root=(sudo)
  fi
  # The lists may be absent, or older than what the mirror still serves.
  local apt_get=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0)
  if ! apt-cache show "${missing[@]}" >/dev/null 2>&1; then
    step "apt-get update"
    "${apt_get[@]}" update
  fi
  step "apt-get install ${missing[*]}"
  "${apt_get[@]}" install -y --no-install-recommends "${missing[@]}" >/dev/null || {
    step "apt-get update, and once more"
    "${apt_get[@]}" update
    "${apt_get[@]}" install -y --no-install-recommends "${missing[@]}" >/dev/null
  }
}

# The stamp is the digest of the two files that say what node_modules should hold, and which part of it was asked for.
npm_digest() { cat package.json package-lock.json | sha256sum | cut -d ' ' -f 1; }

install_npm_packages() {
  local digest stamped=""
  digest=$(npm_digest)
  [ ! -f $npm_stamp ] || stamped=$(<$npm_stamp)
  case $stamped in
    "$digest $npm_with" | "$digest conformance") return 0 ;;
  esac
  local omit=(--omit=dev)
  [ $npm_with = default ] || omit=()
  step "npm ci ${omit[*]}"
  # No package's install script is needed: the programs lie in the platform packages. The warnings left out speak of
  # the Node that runs npm; the packages are run by the pinned one.
  npm ci "${omit[@]}" --ignore-scripts --no-audit --no-fund --loglevel=error --cache .cache/npm >/dev/null
  echo "$digest $npm_with" >$npm_stamp
}

install_apt_packages
install_npm_packages
step "ready"
