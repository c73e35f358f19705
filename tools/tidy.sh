#!/usr/bin/env bash
# clang-tidy over our own .cpp files (.clang-tidy says which checks). Exits 1 if it has something to say.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
jobs=${1:-$(nproc)}

tools/setup.sh --dev
# The compile commands must be clang's: g++'s hold options that clang does not know.
cmake --preset clang >/dev/null
# A file that no target builds (a program left out of this configuration) has no command to go by.
git ls-files '*.cpp' | while read -r file; do
  if grep -qF "\"file\": \"$PWD/$file\"" build/clang/compile_commands.json; then echo "$file"; fi
done | xargs -r -P "$jobs" -n 4 clang-tidy-19 -p build/clang --quiet --warnings-as-errors='*'
