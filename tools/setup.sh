#!/usr/bin/env bash
# Installs what Dormouse is built from: Debian packages, then the pinned npm packages. Does nothing, quickly, when
# all is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'TEXT'
usage: tools/setup.sh [--dev] [--tests] [--conformance] [--notebooks]
  --dev          also clang 19, its sanitizers, clang-tidy and clang-format (make tidy, format, matrix)
  --tests        also the packages that tests/projects and tests/schema are written with (make test)
  --notebooks    also Jupyter with pandas and matplotlib (make notebooks)
  --conformance  also the npm devDependencies: the production runtime, to record its behaviour anew
TEXT
}

apt_packages=(make g++ cmake ninja-build ccache libyaml-cpp-dev catch2 libfmt-dev nlohmann-json3-dev libcli11-dev
  libeigen3-dev libboost-math-dev libboost-dev libtomlplusplus-dev libxxhash-dev libzstd-dev librapidcheck-dev ca-certificates)
npm_with=default
projects_with=
for argument in "$@"; do
  case $argument in
    --dev) apt_packages+=(clang-19 clang-tidy-19 clang-format-19 libclang-rt-19-dev) ;;
    --tests) projects_with=default ;;
    --notebooks) apt_packages+=(python3-pandas python3-matplotlib jupyter-nbconvert python3-ipykernel) ;;
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

# install_npm_packages FOLDER WITH: what its package-lock.json says. The stamp is the digest of the two files that say
# what node_modules should hold, and which part of it was asked for.
install_npm_packages() {
  local folder=$1 with=$2 stamp=$1/node_modules/.dormouse-installed digest stamped=""
  digest=$(cat "$folder/package.json" "$folder/package-lock.json" | sha256sum | cut -d ' ' -f 1)
  [ ! -f "$stamp" ] || stamped=$(<"$stamp")
  case $stamped in
    "$digest $with" | "$digest conformance") return 0 ;;
  esac
  local omit=(--omit=dev)
  [ "$with" = default ] || omit=()
  step "npm ci ${omit[*]} in $folder"
  # No package's install script is needed: the programs lie in the platform packages. The warnings left out speak of
  # the Node that runs npm; the packages are run by the pinned one.
  npm ci --prefix "$folder" "${omit[@]}" --ignore-scripts --no-audit --no-fund --loglevel=error --cache "$PWD/.cache/npm" >/dev/null
  echo "$digest $with" >"$stamp"
}

install_apt_packages
install_npm_packages . "$npm_with"
[ -z "$projects_with" ] || install_npm_packages tests/projects "$projects_with"
[ -z "$projects_with" ] || install_npm_packages tests/schema "$projects_with"
step "ready"
