#include "campaign_options.h"

namespace {

void add_outputs(CLI::App* command, commands::SuiteOutputs& outputs) {
  command->add_option("--junit", outputs.junit, "write JUnit XML")->type_name("FILE");
  command->add_option("--json", outputs.json, "write the outcome as JSON; dormouse merge reads it")->type_name("FILE");
  command->add_option("--sarif", outputs.sarif, "write SARIF 2.1.0, for code scanning")->type_name("FILE");
  command->add_flag("--github", outputs.github, "print annotations for GitHub, and write its step summary");
}

}  // namespace

void CampaignOptions::add_to(CLI::App& app) {
  add_test(app);
  add_trace(app);
  add_explain(app);
}

void CampaignOptions::add_test(CLI::App& app) {
  CLI::App* test = app.add_subcommand("test", "play all scenarios below a folder; say which pass");
  test->add_option("paths", suite_.paths, "scenarios, and folders with scenarios below (default: here)")
      ->type_name("PATH");
  test->add_option("-j,--jobs", suite_.jobs, "scenarios at a time (default: one a core)");
  test->add_option("--shard", suite_.shard, "play one part of several: 2/5 is the second of five")->type_name("I/N");
  test->add_flag("--changed", suite_.changed,
                 "play only what did not pass with the same scenario, project and program before; kept in\n"
                 ".dormouse-results.jsonl here");
  test->add_option("--seed", suite_.seed, "the seed of all (default: each scenario's own)");
  test->add_flag("-q,--quiet", suite_.quiet, "print nothing; the exit code tells");
  add_outputs(test, suite_.outputs);
  test->footer(
      "A scenario passes if its outcome is the one that it says: `outcome: violated` for a lesson that must fail,\n"
      "else holds.\n"
      "Examples:\n"
      "  dormouse test scenarios/library\n"
      "  dormouse test --changed\n"
      "  dormouse test scenarios --shard 1/4 --json shard-1.json   # then: dormouse merge shard-*.json\n"
      "docs/ci.md shows it in a workflow.");
  CLI::App* merge = app.add_subcommand("merge", "put together what the shards of dormouse test wrote");
  merge->add_option("files", merge_.files, "what dormouse test --json wrote, one file a shard")->required();
  add_outputs(merge, merge_.outputs);
  merge->footer("Example:\n  dormouse merge shard-*.json --junit report.xml --github");
}

void CampaignOptions::add_trace(CLI::App& app) {
  CLI::App* trace = app.add_subcommand("trace", "read what dormouse run --trace has written");
  trace->require_subcommand(1);
  CLI::App* convert =
      trace->add_subcommand("convert", "to lines of JSON, CSV, or a trace again; by the names' endings");
  convert->add_option("from", convert_.from, "a trace, or its lines (.jsonl)")->required();
  convert->add_option("to", convert_.to, ".jsonl, .csv, or any other name for a trace")->required();
  CLI::App* grep = trace->add_subcommand("grep", "the records that match; exit code 1 if none does");
  grep->add_option("file", grep_.file, "a trace")->required();
  grep->add_option("--kind", grep_.kinds, "of these kinds: received, alarm-fired, ...; separated by commas")
      ->delimiter(',');
  grep->add_option("--room", grep_.room, "of the room of this name");
  grep->add_option("--client", grep_.client, "of the client of this name");
  grep->add_option("--text", grep_.text, "with this text in a field or a message");
  grep->add_option("--from", grep_.from, "since the start (90s), or an instant");
  grep->add_option("--to", grep_.to, "the same");
  grep->add_flag("--json", grep_.json, "lines of JSON");
  CLI::App* diff = trace->add_subcommand("diff", "the first record that differs, and in what; exit code 1 if one does");
  diff->add_option("a", diff_a_, "a trace")->required();
  diff->add_option("b", diff_b_, "another")->required();
  CLI::App* stats = trace->add_subcommand("stats", "how many records of each kind, and the fingerprint by ingredient");
  stats->add_option("file", stats_, "a trace")->required();
  stats->add_flag("--json", stats_json_, "as JSON");
  trace->footer(
      "Examples:\n"
      "  dormouse run scenarios/library/lobby.yaml --trace lobby.trace\n"
      "  dormouse trace grep lobby.trace --room room-1 --kind constructed,hibernated --to 1h\n"
      "  dormouse trace convert lobby.trace lobby.csv");
}

void CampaignOptions::add_explain(CLI::App& app) {
  CLI::App* explain = app.add_subcommand("explain", "what led to a record, or to a broken promise");
  explain->add_option("run", explain_.run, "a trace, or a scenario, which is played first")->required();
  explain->add_option("event", explain_.event,
                      "a record's number, `violation`, or the name of a promise (default: violation)");
  explain->add_option("--scenario", explain_.scenario, "of a trace: the scenario whose promises it is held to");
  explain->add_option("--seed", explain_.seed, "of a scenario");
  explain->add_option("--variation", explain_.variation, "of a scenario that varies");
  explain->add_option("--replication", explain_.replication, "of a scenario");
  explain->add_option("--most", explain_.most, "so many records at most, the nearest (default: 40)");
  explain->add_flag("--mermaid", explain_.mermaid, "as a sequence diagram of Mermaid");
  explain->footer(
      "Examples:\n"
      "  dormouse explain scenarios/library/lobby-echo-close.yaml\n"
      "  dormouse explain lobby.trace 1234 --mermaid\n"
      "  dormouse explain lobby.trace violation --scenario scenarios/library/lobby.yaml");
}

std::optional<commands::Exit> CampaignOptions::run(const CLI::App& app) const {
  if (app.got_subcommand("test")) return commands::test_suite(suite_);
  if (app.got_subcommand("merge")) return commands::merge_suites(merge_);
  if (app.got_subcommand("explain")) return commands::explain(explain_);
  if (!app.got_subcommand("trace")) return std::nullopt;
  const CLI::App* trace = app.get_subcommand("trace");
  if (trace->got_subcommand("convert")) return commands::trace_convert(convert_);
  if (trace->got_subcommand("grep")) return commands::trace_grep(grep_);
  if (trace->got_subcommand("diff")) return commands::trace_diff(diff_a_, diff_b_);
  return commands::trace_stats(stats_, stats_json_);
}
