#!/usr/bin/env bash
# What the fuzzer finds is kept, explained, played again, traced to a commit and closed.
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
git() { command git -c user.name=a -c user.email=a@example.com -c init.defaultBranch=main "$@"; }

# A room that is told its subscribers, in a repository of its own: the third commit keeps them in a field alone.
git init -q app
cp "$root"/tests/bugs/subscribers-forgotten/{fixed.js,broken.js,scenario.yaml} app/
cd app || exit 1
mv fixed.js room.js && mv broken.js ../broken.js && cp room.js ../fixed.js
sed -i 's|^worker: broken.js|worker: room.js|; /^expect:/,$d' scenario.yaml # nap equivalence needs no promise
echo .dormouse >.gitignore
commit() { git add -A && git commit -qm "$1"; }
commit first
git tag good
echo '// one' >>room.js && commit second
cp ../broken.js room.js && commit 'subscribers live in a field'
echo '// two' >>room.js && commit fourth
echo '// three' >>room.js && commit fifth

expect 0 "no findings in" -- "$dormouse" bugs list
expect 1 "nap equivalence" -- "$dormouse" fuzz scenario.yaml --runs 200 -j1
bug=$(basename "$(dirname .dormouse/bugs/*/finding.json)")
folder=.dormouse/bugs/$bug
for file in scenario.yaml awake.yaml finding.json explanation.md run.trace; do
  [ -s "$folder/$file" ] || fail "$file is missing"
done
expect 0 '"identity": "nap equivalence' -- cat "$folder/finding.json"
expect 0 '"inputs": "' -- cat "$folder/finding.json"

# The explanation: what it needs, since when, what allows it, which lines, what led to it, and where it does not fail.
expect 0 'hibernate: {at: ' -- cat "$folder/explanation.md"
expect 0 '| it passes | what is idle and hibernatable leaves memory, nothing says how soon (docs/faults.md: hibernate) |' -- cat "$folder/explanation.md"
expect 0 'Certain since ' -- cat "$folder/explanation.md"
expect 0 'webSocketMessage' -- cat "$folder/explanation.md"
expect 0 'sequenceDiagram' -- cat "$folder/explanation.md"
expect 0 'The same, when no room sleeps (awake.yaml). What ann-0 sees:' -- cat "$folder/explanation.md"
expect 0 'hibernated' -- "$dormouse" trace grep "$folder/run.trace" --kind hibernated

expect 0 "$bug  open    nap equivalence" -- "$dormouse" bugs list
expect 1 "$bug  nap equivalence  still fails" -- "$dormouse" bugs replay
expect 1 "found before: $bug  nap equivalence: still fails" -- "$dormouse" fuzz scenario.yaml --runs 1 -j1

# The commit that brought it; the checkout of the user's is as it was.
before=$(git status --short; git rev-parse HEAD; git worktree list)
expect 0 "the first bad commit: $(git log --format=%h --grep=field) subscribers live in a field" -- \
  "$dormouse" bugs bisect "$bug" good
same "the repository after bisect" "$(git status --short; git rev-parse HEAD; git worktree list)" "$before"
expect 2 "is not good: the finding there still fails" -- "$dormouse" bugs bisect "$bug" HEAD~1 HEAD
expect 2 "is not bad: the finding there does not fail" -- "$dormouse" bugs bisect "$bug" good good
expect 2 "is no commit of" -- "$dormouse" bugs bisect "$bug" no-such

# Fixed, and broken again.
cp ../fixed.js room.js
expect 0 "$bug  nap equivalence  no longer fails" -- "$dormouse" bugs replay "${bug:0:4}"
expect 0 "$bug  fixed   nap equivalence" -- "$dormouse" bugs list
expect 0 "found before: $bug  nap equivalence: no longer fails" -- "$dormouse" fuzz scenario.yaml --runs 50 -j1
cp ../broken.js room.js
expect 1 "still fails" -- "$dormouse" bugs replay
expect 0 "$bug  open    " -- "$dormouse" bugs list

# Closed ones are left alone, and open again once they are found again.
expect 0 "$bug  closed: known" -- "$dormouse" bugs close "$bug" --reason known
expect 0 "$bug  closed  nap equivalence (known)" -- "$dormouse" bugs list
expect 0 "" -- "$dormouse" bugs replay
expect 1 "$bug  nap equivalence" -- "$dormouse" fuzz scenario.yaml --runs 200 -j1
expect 0 "$bug  open    " -- "$dormouse" bugs list
same "one finding" "$(ls .dormouse/bugs | wc -l)" 1

expect 2 "no finding in .dormouse/bugs has this id" -- "$dormouse" bugs replay zzz
expect 2 "no finding in .dormouse/bugs has this id" -- "$dormouse" bugs close zzz --reason x
echo '{' >"$folder/finding.json"
expect 2 "is no finding that can be read" -- "$dormouse" bugs list
finish
