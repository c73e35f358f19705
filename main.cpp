// The command line. Each command is a file in commands/.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <string>

#include "campaign_options.h"
#include "commands/calibrate.h"
#include "commands/compare.h"
#include "commands/conform.h"
#include "commands/doctor.h"
#include "commands/init.h"
#include "commands/inspect.h"
#include "commands/mutant_kinds.h"
#include "commands/mutate.h"
#include "commands/run.h"
#include "commands/schema.h"
#include "commands/supervise.h"
#include "fuzz_options.h"
#include "scenarios/input_error.h"
#include "sim/trace.h"

namespace {

constexpr const char* kFooter =
    "Exit codes: 0 all holds, 1 a promise was broken, 2 bad input, 3 unknown (a limit was met first, or stopped),\n"
    "4 a promise was put to no test.\n"
    "The same scenario and seed give the same bytes on every machine.";

void add_run(CLI::App& app, commands::RunOptions& options) {
  CLI::App* run = app.add_subcommand("run", "play a scenario; print what happened, the verdicts and the bill");
  run->add_option("scenario", options.scenarios, "scenario files; with two, their bills stand side by side")
      ->required();
  run->add_option("--seed", options.seed, "the run's seed (default: the scenario's `seed:`, else 1)");
  run->add_option("--variation", options.variation, "one of those that the scenario's `vary:` makes (default: all)");
  auto* replication = run->add_option("--replication", options.replication,
                                      "one of the runs under the same seed, from 0 (default: all of them)");
  auto* trace = run->add_option("--trace", options.trace,
                                "write the trace: FILE.jsonl as lines of JSON, any other name as blocks");
  auto* json = run->add_flag("--json", options.json, "print the report as JSON");
  run->add_flag("--same", options.same, "of two scenarios: exit code 1 unless clients see the same in both");
  run->add_flag("-q,--quiet", options.quiet, "print nothing; the exit code tells");
  auto* lines = run->add_flag("--lines", options.lines,
                              "also print which of your code ran, and which lines cost: rows read and written by each");
  auto* plain =
      run->add_flag(
             "--plain", options.plain,
             "run the code without counters in its blocks: same trace, a little faster, but an endless loop ends\n"
             "the run instead of the object")
          ->excludes(lines);
  auto* many = run->add_option("-n,--replications", options.replications,
                               "so many runs of each variation under the seed, over the cores; tells how often each\n"
                               "promise held (default: as many as `replications:` says, a line each)")
                   ->check(CLI::Range(1, 10'000'000))
                   ->excludes(replication)
                   ->excludes(lines)
                   ->excludes(trace);
  run->add_option("-j,--jobs", options.jobs, "of several runs: worker processes at a time (default: one a core)");
  auto* results = run->add_option("--results", options.results,
                                  "of several runs: a line of JSON each, written as they come; Ctrl-C keeps them");
  run->add_flag("--resume", options.resume, "play only what --results does not hold yet of the same inputs")
      ->needs(results);
  run->add_flag("--doublecheck", options.doublecheck,
                "play it twice, in two processes; stop at the first record that differs")
      ->excludes(many)
      ->excludes(lines)
      ->excludes(trace)
      ->excludes(json)
      ->excludes(plain);
  run->footer(
      "Examples:\n"
      "  dormouse run scenarios/library/lobby.yaml --seed 7 --trace lobby.jsonl\n"
      "  dormouse run scenarios/library/lobby.yaml --replications 100 --results lobby.results.jsonl\n"
      "  dormouse run scenarios/library/lobby.yaml --replications 100 --results lobby.results.jsonl --resume\n"
      "  dormouse run scenarios/library/lobby.yaml --doublecheck\n"
      "A trace file is read by dormouse trace and dormouse explain.");
}

void add_compare(CLI::App& app, commands::CompareOptions& options) {
  CLI::App* compare = app.add_subcommand(
      "compare", "play a scenario under several eviction policies, under the same seeds; print what each costs");
  compare->add_option("scenario", options.scenario, "a scenario file")->required();
  compare->add_option("--variation", options.variation, "one of those that the scenario's `vary:` makes");
  compare
      ->add_option("--policies", options.policies,
                   "documented, observed, ttl(60s), lru(2GB), breakeven, breakeven(10s), never, always, with commas "
                   "between; the others are held against the first (docs/policies.md)")
      ->required();
  auto* count = compare->add_option("--replications", options.replications, "runs under each policy (default: 10)");
  compare
      ->add_option("--precision", options.precision,
                   "as many as it takes until 95 % intervals of the differences are within so much of them: 5%")
      ->excludes(count);
  compare->add_option("--most", options.most_replications, "with --precision: no more than this (default: 200)");
  compare->add_option("--seed", options.seed, "of all replications (default: the scenario's `seed:`, else 1)");
  compare->add_option("--wake-worth", options.wake_worth,
                      "how long a room may stay in memory for the price of a wake: 10s (default: by list prices)");
  compare->add_option("--json", options.json, "write every run and interval to a file");
  compare->add_option("--csv", options.csv, "write a line for each run to a file");
  compare->add_flag("-q,--quiet", options.quiet, "print nothing");
  compare->add_option("-j,--jobs", options.jobs, "worker processes at a time (default: one a core)");
  compare->footer(
      "A replication is a whole run of the scenario; the n-th has the same visitors, messages and weather under every\n"
      "policy. What is printed does not depend on --jobs.\n"
      "Example:\n  dormouse compare scenarios/library/lobby.yaml --policies 'documented,ttl(60s),breakeven,never'");
}

void add_mutate(CLI::App& app, commands::MutateOptions& options) {
  CLI::App* mutate = app.add_subcommand(
      "mutate", "plant standard mistakes in your rooms, one at a time; say which promises notice each");
  mutate->add_option("scenario", options.scenarios, "scenario files that run the same code, or other code")->required();
  mutate->add_option("--only", options.only, "mistakes of these kinds, separated by commas (default: all; below)")
      ->delimiter(',')
      ->type_name("KIND");
  mutate->add_option("--seed", options.seed, "of all scenarios (default: each one's own)");
  auto* runs =
      mutate->add_option("--runs", options.runs,
                         "of the fuzzer, for each mistake that no promise notices (default: 10 to 200, by the\n"
                         "scenario's length)");
  mutate->add_flag("--no-fuzz", options.no_fuzz, "play the scenarios alone")->excludes(runs);
  mutate->add_option("--json", options.json, "write the outcome as JSON")->type_name("FILE");
  mutate->add_flag("-q,--quiet", options.quiet, "print nothing; the exit code tells");
  mutate->add_option("-j,--jobs", options.jobs, "worker processes at a time (default: one a core)");
  std::string kinds;
  for (const commands::MutantKind& kind : commands::mutant_kinds())
    kinds += fmt::format("  {:<27}{}\n", kind.name, kind.means);
  mutate->footer(
      "A scenario that holds says little if it would hold of a broken room, too. Each mistake is made in a copy of "
      "the\n"
      "code in memory; your files stay as they are. What survives shows which promise is missing (docs/mutate.md).\n"
      "Mistakes:\n" +
      kinds +
      "Exit codes: 0 all that the scenarios came to were caught, 1 some survived, 2 bad input, 3 stopped, 4 none was\n"
      "played.\n"
      "Examples:\n"
      "  dormouse mutate scenarios/library/chat-hibernating.yaml --no-fuzz\n"
      "  dormouse mutate scenarios/*.yaml --only drop-put,drop-set-alarm --json mutants.json");
}

void add_conform(CLI::App& app, commands::ConformOptions& options) {
  CLI::App* conform = app.add_subcommand("conform", "play probes recorded on the real runtime, and compare");
  conform
      ->add_option("words", options.words,
                   "a folder with probes/ and recorded/ (default: tests/conformance), and "
                   "some of its probes: ws-echo, 'ws-*', kv-clone@2025-01-01 (default: all)")
      ->type_name("[DIR] [NAMES]");
  conform->add_flag("-v,--verbose", options.all_differences, "show every difference in whole, not only the first");
  conform->add_flag("--with-tcp-close", options.with_tcp_close, "compare when TCP connections end, too");
  conform->add_option("--expected-to-fail", options.expected_failures,
                      "a file that names what is known to fail: exit code 0 if that, and nothing else, does");
  conform->add_option("-j,--jobs", options.jobs, "worker processes at a time (default: one a core)");
  conform->footer("Examples:\n  dormouse conform\n  dormouse conform tests/conformance 'ws-*' -v");
}

void add_doctor(CLI::App& app, commands::DoctorOptions& options) {
  CLI::App* doctor = app.add_subcommand("doctor", "read a project's code; say what of it is supported, before a run");
  doctor->add_option("project", options.project,
                     "a folder with a wrangler configuration, such a file itself, or an entry file (default: here)");
  doctor->add_option("--environment", options.environment, "one of the configuration's `env`");
  doctor->add_flag("--json", options.json, "print the report as JSON");
  doctor->footer(
      "The code is read, not run; what packages from npm contain is told apart from your own.\n"
      "Exit codes: 0 nothing that your code uses is missing, 1 something is, 2 bad input.\n"
      "Example:\n  dormouse doctor scenarios/rooms/chat");
}

void add_init(CLI::App& app, commands::InitOptions& options) {
  CLI::App* init = app.add_subcommand("init", "write a first scenario for each Durable Object class of a project");
  init->add_option("project", options.project,
                   "a folder with a wrangler configuration, such a file itself, or an entry file (default: here)");
  init->add_option("--environment", options.environment, "one of the configuration's `env`");
  init->add_flag("--force", options.force, "write over a scenario that is there");
  init->add_flag("--stdout", options.to_stdout, "print the scenarios instead of writing them");
  init->footer(
      "It reads how the Worker routes to its rooms and which messages these take, tries that out in a short run, and\n"
      "writes scenarios/CLASS.yaml in the project: what went well, with comments that say what each line is for.\n"
      "Exit codes: 0 written, 2 bad input or nothing written, 4 written, but some class could not be reached.\n"
      "Example:\n  dormouse init my-project && dormouse run my-project/scenarios/ChatRoom.yaml");
}

void add_calibrate(CLI::App& app, commands::CalibrateOptions& options) {
  CLI::App* calibrate = app.add_subcommand("calibrate", "fit a scenario to a log, an analytics answer or a table");
  calibrate->add_option("file", options.file, "a recorded file")->required();
  calibrate->add_option("--format", options.format,
                        "what it is, if that is not seen: arrivals, messages, tail, workers-logs, logpush, analytics, "
                        "analytics-csv, trace");
  calibrate->add_option("--worker", options.worker, "the project that the scenario plays (default: a built-in room)");
  calibrate
      ->add_option("--connect", options.connect, "where its clients connect (default: as in the log): /?room={room}")
      ->type_name("PATH");
  calibrate->add_option("--class", options.object_class,
                        "of a log with several classes, this one; of analytics, this namespace or script");
  calibrate->add_option("--apart", options.apart, "messages so far apart are of two visits, in a table of messages")
      ->capture_default_str();
  calibrate->add_option("-o,--output", options.output, "write the scenario to a file (default: print it)");
  calibrate->add_flag("--force", options.force, "write over a file that is there");
  calibrate->footer(
      "Rates, lengths of visits, times between messages, sizes and the choice of rooms are fitted by maximum "
      "likelihood;\n"
      "the scenario says how well each fits, and what the file does not tell (docs/workload.md).\n"
      "Examples:\n"
      "  wrangler tail my-worker --format json > tail.json      (an hour later)\n"
      "  dormouse calibrate tail.json --worker my-project -o as-recorded.yaml && dormouse run as-recorded.yaml");
}

void add_inspect(CLI::App& app, commands::InspectOptions& options) {
  CLI::App* inspect = app.add_subcommand("inspect", "play a scenario up to a moment; print what its rooms are then");
  inspect->add_option("scenario", options.scenario, "a scenario file")->required();
  inspect->add_option("--at", options.at, "since the start (3d4h, 90s), or an instant (2026-08-04T04:00:00Z); the end")
      ->type_name("MOMENT");
  inspect
      ->add_option("--room", options.room,
                   "a room's name, class:name or id: storage, sockets, timers, alarm, gates, and why it is awake "
                   "(default: a line of each room)")
      ->type_name("NAME");
  inspect->add_option("--seed", options.seed, "the run's seed (default: the scenario's `seed:`, else 1)");
  inspect->add_option("--variation", options.variation, "one of those that the scenario's `vary:` makes");
  inspect->add_option("--replication", options.replication, "another run under the same seed");
  inspect->add_flag("--all", options.all, "every key, row, socket and room, and every value in whole");
  inspect->add_flag("--json", options.json, "print what is seen as JSON (instants in nanoseconds since 1970)");
  inspect->add_flag("--watch", options.watch,
                    "play again when the scenario or its project is saved, and show the first record of the trace that "
                    "differs from the last run");
  inspect->footer(
      "Examples:\n"
      "  dormouse inspect scenarios/library/lobby.yaml --at 3d4h\n"
      "  dormouse inspect scenarios/library/lobby.yaml --at 3d4h --room room-1\n"
      "  dormouse inspect scenarios/library/lobby.yaml --at 1h --watch");
}

void add_schema(CLI::App& app, bool& keys) {
  CLI::App* schema = app.add_subcommand("schema", "print the JSON Schema that editors check and complete scenarios by");
  schema->add_flag("--keys", keys, "print tables of all keys in Markdown instead");
  schema->footer(
      "Example:\n  dormouse schema > scenario.schema.json\n"
      "and at the top of a scenario: # yaml-language-server: $schema=scenario.schema.json");
}

int dispatch(int argc, char** argv) {
  CLI::App app{
      "Dormouse plays your Durable Object rooms under a virtual clock: reproducible runs, faults, and the bill.",
      "dormouse"};
  app.footer(kFooter);
  app.set_version_flag("--version", fmt::format("dormouse {} (trace format {}; {})", DORMOUSE_VERSION,
                                                sim::kTraceVersion, DORMOUSE_PINNED));
  app.require_subcommand(1);
  commands::RunOptions run;
  commands::CompareOptions compare;
  commands::MutateOptions mutate;
  commands::ConformOptions conform;
  commands::DoctorOptions doctor;
  commands::InitOptions init;
  commands::InspectOptions inspect;
  commands::CalibrateOptions calibrate;
  std::filesystem::path checked;
  add_run(app, run);
  app.add_subcommand("check", "read a scenario and its Worker, play nothing")
      ->add_option("scenario", checked, "a scenario file")
      ->required();
  bool keys = false;
  add_schema(app, keys);
  add_doctor(app, doctor);
  add_init(app, init);
  add_inspect(app, inspect);
  add_compare(app, compare);
  add_calibrate(app, calibrate);
  add_mutate(app, mutate);
  add_conform(app, conform);
  CampaignOptions campaign;
  campaign.add_to(app);
  FuzzCommands fuzz;
  fuzz.add_to(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int status = app.exit(error);
    return status == 0 ? 0 : static_cast<int>(commands::Exit::bad_input);
  }
  if (const auto exit = campaign.run(app)) return static_cast<int>(*exit);
  if (const auto exit = fuzz.run(app)) return static_cast<int>(*exit);
  if (app.got_subcommand("run")) return static_cast<int>(commands::run(run));
  if (app.got_subcommand("check")) return static_cast<int>(commands::check(checked));
  if (app.got_subcommand("schema")) return static_cast<int>(commands::schema(keys));
  if (app.got_subcommand("doctor")) return static_cast<int>(commands::doctor(doctor));
  if (app.got_subcommand("init")) return static_cast<int>(commands::init(init));
  if (app.got_subcommand("inspect")) return static_cast<int>(commands::inspect(inspect));
  if (app.got_subcommand("mutate")) return static_cast<int>(commands::mutate(mutate));
  if (app.got_subcommand("compare")) return static_cast<int>(commands::compare(compare));
  if (app.got_subcommand("calibrate")) return static_cast<int>(commands::calibrate(calibrate));
  return static_cast<int>(commands::conform(conform));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return dispatch(argc, argv);
  } catch (const scenarios::InputError& error) {
    fmt::print(stderr, "{}\n", error.what());
    return static_cast<int>(commands::Exit::bad_input);
  } catch (const std::exception& error) {
    fmt::print(stderr, "dormouse: {}\n", error.what());
    return static_cast<int>(commands::Exit::unknown);
  }
}
