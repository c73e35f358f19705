#!/usr/bin/env bash
# Plays what the notebooks read, and runs them: pages and pictures go to FOLDER.
#   run.sh DORMOUSE [FOLDER]
set -euo pipefail
dormouse=$(realpath "$1")
root=$(cd "$(dirname "$0")/.." && pwd)
folder=${2:-$root/build/notebooks}
mkdir -p "$folder"
folder=$(realpath "$folder")

# A day of the lobby, with everything in its trace.
sed "s/^duration: .*/duration: 1d/" "$root/scenarios/library/lobby-native.yaml" >"$folder/day.yaml"
"$dormouse" run "$folder/day.yaml" --seed 7 --trace "$folder/day.jsonl" --json >"$folder/day.json" || [ $? = 4 ]
"$dormouse" compare "$folder/day.yaml" --policies 'documented,breakeven,ttl(60s),ttl(10min),lru(640MB),never' \
  --json "$folder/policies.json" --csv "$folder/policies.csv" --quiet

for notebook in "$root"/notebooks/*.ipynb; do
  DORMOUSE_DATA=$folder jupyter nbconvert --execute --to html --output-dir "$folder" --log-level WARN "$notebook"
done
ls "$folder"/*.html "$folder"/*.png
