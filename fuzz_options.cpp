#include "fuzz_options.h"

void FuzzCommands::add_to(CLI::App& app) {
  commands::FuzzOptions& options = fuzz_;
  CLI::App* fuzz = app.add_subcommand(
      "fuzz", "play a scenario again and again, each time with something that may befall it in production");
  fuzz->add_option("scenario", options.scenario, "a scenario file")->required();
  fuzz->add_option("--variation", options.variation, "one of those that the scenario's `vary:` makes");
  fuzz->add_option("--time", options.time, "how long (default: 1min)");
  fuzz->add_option("--runs", options.runs, "no more than so many runs");
  fuzz->add_option("--seed", options.seed, "of the first run (default: the scenario's `seed:`, else 1)");
  fuzz->add_flag("!--no-expectations", options.expectations,
                 "hold runs to what needs no promise of yours: errors, naps, idle rooms");
  fuzz->add_option("--without", options.without,
                   "what runs are not held to: constructor idempotent, seen implies durable")
      ->check(CLI::IsMember({"constructor idempotent", "seen implies durable"}))
      ->type_name("ORACLE");
  fuzz->add_option("--out", options.out, "where findings are kept (default: .dormouse/bugs)");
  fuzz->add_option("--strategy", options.strategy, "uniform, swarm, sweep, pct, coverage, or all of them (default)")
      ->check(CLI::IsMember({"portfolio", "uniform", "swarm", "sweep", "pct", "coverage"}))
      ->type_name("NAME");
  fuzz->add_option("--depth", options.depth, "of the orders that pct makes, 1 to 6 (default: drawn for each)")
      ->check(CLI::Range(1U, 6U));
  fuzz->add_option("--corpus", options.corpus,
                   "where cases that came to something new are kept (default: .dormouse/fuzz/corpus)");
  fuzz->add_flag("--fresh", options.fresh, "begin without what is there");
  fuzz->add_flag("--json", options.json, "print the findings as JSON");
  fuzz->add_flag("-q,--quiet", options.quiet, "print nothing; the exit code tells");
  fuzz->add_option("-j,--jobs", options.jobs, "worker processes at a time (default: one a core)");
  fuzz->add_flag("--hints", options.hints, "hints count as findings for the exit code");
  fuzz->add_flag("--until-failure", options.until_failure, "stop at the first finding");
  fuzz->add_option("--shard", options.shard, "one part of several, with seeds of its own: 2/5 is the second of five")
      ->type_name("I/N");
  fuzz->add_flag("--resume", options.resume,
                 "go on with the seeds that follow those of the last time; kept in .dormouse/fuzz");
  fuzz->footer(
      "Hibernation and eviction at each moment of rest, crashes around each commit, alarms late or twice, deploys, "
      "lost\n"
      "hosts, broken and half-open connections, and what the vendor leaves open: first each alone, then many at once.\n"
      "What was found before is played first.\n"
      "A finding is shrunk to what it needs and written as a scenario that `dormouse run` shows (docs/fuzzing.md).\n"
      "Ctrl-C stops, prints what was found so far and keeps it.\n"
      "Exit codes: 0 nothing found, 1 something was, or something found before still fails, 2 bad input, 3 stopped.\n"
      "Example:\n  dormouse fuzz scenarios/library/chat-hibernating.yaml --time 30s");
  add_bugs(app);
}

void FuzzCommands::add_bugs(CLI::App& app) {
  CLI::App* bugs = app.add_subcommand("bugs", "what dormouse fuzz has found: list, replay, bisect, close");
  bugs->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, std::filesystem::path& base) {
    CLI::App* command = bugs->add_subcommand(name, what);
    command->add_option("--in", base, "where findings are kept (default: .dormouse/bugs)")->type_name("FOLDER");
    return command;
  };
  const auto ids = [](CLI::App* command, commands::BugsOptions& options) {
    return command->add_option("ids", options.ids, "findings, by the beginnings of their ids (default: all)")
        ->type_name("ID");
  };
  CLI::App* list = add("list", "each finding with its state: open, fixed, closed", list_.base);
  ids(list, list_);
  list->add_flag("--json", list_.json, "as JSON");
  CLI::App* replay =
      add("replay", "play findings again, but for closed ones; exit code 1 if one fails as it did", replay_.base);
  ids(replay, replay_);
  replay->add_flag("--json", replay_.json, "as JSON");
  CLI::App* close =
      add("close", "take a finding for none, or for known; one that is found again is open again", close_.base);
  ids(close, close_)->required();
  close->add_option("--reason", close_.reason, "why")->required();
  CLI::App* bisect = add("bisect", "the first commit at which a finding fails, in a checkout of its own", bisect_.base);
  bisect->add_option("id", bisect_.id, "the finding")->required();
  bisect->add_option("good", bisect_.good, "a commit at which it does not fail")->required();
  bisect->add_option("bad", bisect_.bad, "one at which it does (default: HEAD)");
  bugs->footer(
      "Examples:\n"
      "  dormouse bugs replay\n"
      "  dormouse bugs bisect 3f2a v1.2 HEAD\n"
      "  dormouse bugs close 3f2a --reason 'clients are told to ask again'");
}

std::optional<commands::Exit> FuzzCommands::run(const CLI::App& app) const {
  if (app.got_subcommand("fuzz")) return commands::fuzz(fuzz_);
  if (!app.got_subcommand("bugs")) return std::nullopt;
  const CLI::App* bugs = app.get_subcommand("bugs");
  if (bugs->got_subcommand("list")) return commands::list_bugs(list_);
  if (bugs->got_subcommand("replay")) return commands::replay_bugs(replay_);
  if (bugs->got_subcommand("close")) return commands::close_bugs(close_);
  return commands::bisect_bug(bisect_);
}
