#include "commands/inspect.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>
#include <utility>

#include "commands/bundle.h"
#include "commands/inspect_text.h"
#include "commands/progress_line.h"
#include "commands/saved_files.h"
#include "commands/trace_difference.h"
#include "scenarios/quantities.h"
#include "sim/calendar.h"

namespace commands {
namespace {

using nlohmann::json;

constexpr std::size_t kEntries = 20;
constexpr std::size_t kRooms = 100;
constexpr std::size_t kAllEntries = 1'000'000'000;
constexpr auto kLookEvery = std::chrono::milliseconds(200);

struct Look {
  WorkDone work;
  RoomHistory history;
  std::unique_ptr<TraceDifference> difference;
};

/// Plays up to the moment; what is kept of the trace, if anything, is for the next run to be compared with.
Look look_at(const scenarios::Scenario& scenario, sim::Time moment, const InspectOptions& options, KeptTrace* last,
             KeptTrace* keep) {
  Look look;
  look.difference = std::make_unique<TraceDifference>(scenario.start, last);
  json inspect = {{"at", moment.time_since_epoch().count()},
                  {"entries", options.all ? kAllEntries : kEntries},
                  {"rooms", options.all ? kAllEntries : kRooms}};
  if (options.room) inspect["room"] = *options.room;
  sim::TraceReader reader;
  sim::Time reached = scenario.start;
  ProgressLine progress(::isatty(STDERR_FILENO) != 0);
  const auto on_block = [&](std::string_view block) {
    if (keep != nullptr) keep->write(block);
    look.difference->block(block);
    reader.read_block(block, [&](const sim::RawRecord& record) {
      reached = record.at;
      look.history.visit(record);
    });
    if (progress.due()) progress.show("at " + sim::format_time(reached));
  };
  look.work = supervise({{"do", "run"},
                         {"scenario", scenario.file.string()},
                         {"variation", scenario.variation},
                         {"native", !scenario.native.empty()},
                         {"bundles", bundles_of(scenario, Counters::blocks)},
                         {"scripts", scripts_of(scenario)},
                         {"seed", options.seed.value_or(scenario.seed)},
                         {"replication", options.replication},
                         {"inspect", std::move(inspect)}},
                        on_block);
  return look;
}

void print(const Look& look, const scenarios::Scenario& scenario, const InspectOptions& options) {
  const json& seen = look.work.end.at("seen");
  if (options.json) return fmt::print("{}\n", seen.dump(2, ' ', false, json::error_handler_t::replace));
  const Sight sight{seen, look.history, look.difference->lines(), scenario.start, options.all};
  fmt::print("{}", options.room ? rooms_text(sight) : list_text(sight));
}

void print_parting(const std::optional<Parting>& parting) {
  if (!parting) return fmt::print("\nThe run is the same as the last, record for record.\n");
  fmt::print("\nWhere this run parts from the last\n");
  for (const std::string& line : parting->before) fmt::print("    {}\n", line);
  fmt::print("  - {}\n", parting->then.empty() ? "(the last run had ended)" : parting->then);
  fmt::print("  + {}\n", parting->now.empty() ? "(this run has ended)" : parting->now);
}

Exit say_unknown(const WorkDone& work) {
  fmt::print("unknown: {}: {}\n", work.kind == WorkDone::Kind::host_limit ? "host limit" : "stopped", work.detail);
  return Exit::unknown;
}

/// What a save may touch; of a scenario that cannot be read, what it was before.
void find_watched(const InspectOptions& options, std::vector<std::filesystem::path>& roots) {
  try {
    const scenarios::Scenario scenario = scenarios::load_scenario(options.scenario, options.variation);
    roots = {options.scenario};
    if (!scenario.native.empty()) return;
    for (const auto& revisions : scenarios::code_of(scenario))
      for (const auto* project : revisions) roots.push_back(project->folder.empty() ? "." : project->folder);
  } catch (const scenarios::InputError&) {
    if (roots.empty()) roots = {options.scenario};
  }
}

Exit look_again_and_again(const InspectOptions& options) {
  std::unique_ptr<KeptTrace> last;
  std::vector<std::filesystem::path> roots;
  while (!interrupted()) {
    find_watched(options, roots);
    SavedFiles files(roots);
    try {
      const scenarios::Scenario scenario = scenarios::load_scenario(options.scenario, options.variation);
      auto kept = std::make_unique<KeptTrace>();
      const Look look = look_at(scenario, moment_in(scenario, options.at), options, last.get(), kept.get());
      if (interrupted()) break;
      if (look.work.kind == WorkDone::Kind::done) {
        print(look, scenario, options);
        if (last && !options.json) print_parting(look.difference->end());
        last = std::move(kept);
      } else {
        static_cast<void>(say_unknown(look.work));
      }
    } catch (const std::exception& error) {
      fmt::print("{}\n", error.what());
    }
    std::fflush(stdout);
    fmt::print(stderr, "\nwaiting for a save (Ctrl-C ends)\n");
    while (!interrupted() && !files.changed()) std::this_thread::sleep_for(kLookEvery);
  }
  return Exit::holds;
}

}  // namespace

sim::Time moment_in(const scenarios::Scenario& scenario, const std::optional<std::string>& given) {
  const sim::Time end = scenario.start + scenario.duration;
  if (!given) return end;
  const auto refuse = [&](const std::string& message, const std::string& remedy) {
    throw scenarios::InputError({{"--at", 0, 0, message, remedy}});
  };
  sim::Time moment{};
  if (const auto since = scenarios::parse_duration(*given)) {
    moment = sim::later(scenario.start, *since);
  } else if (const auto instant = sim::parse_time(*given)) {
    moment = *instant;
  } else {
    refuse(fmt::format("\"{}\" is no moment", *given),
           fmt::format("a time since the start (3d4h, 90s), or an instant ({})", sim::format_time(end)));
  }
  if (moment < scenario.start)
    refuse(fmt::format("{} is before the run", *given),
           fmt::format("it begins at {}", sim::format_time(scenario.start)));
  if (moment > end)
    refuse(fmt::format("{} is after the end of the run", *given),
           fmt::format("it ends after {}, at {}", sim::format_duration(scenario.duration), sim::format_time(end)));
  return moment;
}

Exit inspect(const InspectOptions& options) {
  catch_interrupts();
  if (options.watch) return look_again_and_again(options);
  const scenarios::Scenario scenario = scenarios::load_scenario(options.scenario, options.variation);
  const Look look = look_at(scenario, moment_in(scenario, options.at), options, nullptr, nullptr);
  if (look.work.kind != WorkDone::Kind::done) return say_unknown(look.work);
  print(look, scenario, options);
  return Exit::holds;
}

}  // namespace commands
