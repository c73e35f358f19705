#include "commands/init.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "commands/bundle.h"
#include "commands/exchange.h"
#include "commands/first_scenario.h"
#include "commands/given_project.h"
#include "commands/played.h"
#include "models/records.h"
#include "reports/record_reading.h"
#include "scenarios/json_schema.h"
#include "sim/calendar.h"

namespace commands {
namespace {

namespace fs = std::filesystem;
using models::worker::Project;

constexpr sim::Duration kLongestWait = std::chrono::hours(25);  // for an alarm

/// Everything that init needs of a project, whichever way it was named.
struct AskedProject {
  Project project;
  std::string worker;    // absolute, for runs in the scratch folder
  std::string relative;  // as a scenario in scenarios/ names it
};

AskedProject asked_for(const InitOptions& options) {
  AskedProject asked{given_project(options.project, options.environment), "", ".."};
  asked.worker = fs::absolute(options.project).lexically_normal().string();
  std::error_code error;
  if (fs::is_regular_file(options.project, error)) asked.relative = "../" + options.project.filename().string();
  return asked;
}

bool has_alarm(const Exchange& exchange) {
  return std::ranges::any_of(exchange.object["handlers"], [](const auto& one) { return one["name"] == "alarm"; });
}

/// What a first run of a scenario shows.
struct Learned {
  std::optional<sim::Time> last_alarm;  // the latest time for which one is set
  std::set<std::string> classes;        // of the objects that were spoken of
};

Learned learned_from(const scenarios::Scenario& scenario) {
  Learned learned;
  std::map<std::uint32_t, std::string> classes;
  sim::TraceReader reader;
  const auto visit = [&](const sim::RawRecord& raw) {
    if (raw.kind == models::AlarmSet::kKind) learned.last_alarm = reports::read_record<models::AlarmSet>(raw).due;
    if (raw.kind != models::NameDefined::kKind) return;
    const auto name = reports::read_record<models::NameDefined>(raw);
    if (name.what == models::NameOf::durable_object_class) classes[name.id] = name.name;
    if (name.what == models::NameOf::room) learned.classes.insert(classes[name.parent]);
  };
  const WorkDone work = supervise({{"do", "run"},
                                   {"scenario", scenario.file.string()},
                                   {"bundles", bundles_of(scenario, Counters::none)},
                                   {"seed", scenario.seed}},
                                  [&](std::string_view block) { reader.read_block(block, visit); });
  return work.kind == WorkDone::Kind::done ? learned : Learned{};
}

std::vector<Promise> promises_for(const Exchange& exchange) {
  std::vector<Promise> promises{{"no handler throws", ""}};
  if (exchange.kind == Exchange::Kind::socket) promises.push_back({"delivered to everyone who stayed", ""});
  if (has_alarm(exchange)) promises.push_back({"no alarm lost", ""});
  return promises;
}

struct Written {
  std::string yaml;
  std::set<std::string> classes;  // that the run reaches
  std::optional<Played> played;
};

/// Plays what is about to be written, and leaves out of it what does not hold.
Written settled(const AskedProject& asked, const ScratchFolder& scratch, const Exchange& exchange) {
  FirstScenario first{.worker = asked.worker,
                      .environment = asked.project.environment,
                      .about_duration = "",
                      .promises = promises_for(exchange)};
  const scenarios::Scenario trial = scratch.scenario(first_scenario_yaml(exchange, first));
  const Learned learned = learned_from(trial);
  if (has_alarm(exchange) && learned.last_alarm) {
    const sim::Duration wait = *learned.last_alarm - trial.start;
    if (wait > first.duration && wait < kLongestWait) {
      first.duration = wait + std::chrono::minutes(1);
      first.about_duration = "so long that the alarm fires";
    }
  }
  Written written{.yaml = {}, .classes = learned.classes, .played = {}};
  const scenarios::Scenario scenario = scratch.scenario(first_scenario_yaml(exchange, first));
  written.played = play(scenario, {.seed = scenario.seed, .trace = {}});
  const auto& verdicts = written.played->report.verdicts;
  for (std::size_t i = 0; i < std::min(verdicts.size(), first.promises.size()); ++i)
    if (verdicts[i].verdict != reports::Verdict::holds)
      first.promises[i].remark = verdicts[i].details.empty() ? "it does not hold" : verdicts[i].details.front();
  const auto& summary = written.played->report.summary;
  first.hibernates = summary.hibernations > 0;
  first.worker = asked.relative;
  written.yaml = first_scenario_yaml(exchange, first);
  return written;
}

void tell(const Exchange& exchange, const Written& written, std::FILE* to) {
  const auto& summary = written.played->report.summary;
  fmt::print(to, "{}\n", exchange.class_name);
  if (!exchange.through.empty()) fmt::print(to, "  is spoken to by objects of the class {}\n", exchange.through);
  switch (exchange.kind) {
    case Exchange::Kind::none:
      fmt::print(to, "  {}; {} stands in the scenario\n",
                 exchange.reached ? "was reached, but nothing went well" : "nothing that was tried reached it",
                 exchange.path.text);
      if (!exchange.statuses.empty()) fmt::print(to, "  the Worker answered with status {}\n", exchange.statuses);
      break;
    case Exchange::Kind::socket:
      fmt::print(to, "  takes WebSockets at {} ({})\n", exchange.path.text, exchange.path.why);
      for (const Said& said : exchange.sent) fmt::print(to, "  is told {} ({})\n", said.text, said.why);
      fmt::print(to, "  {}\n",
                 exchange.answered  ? "answers"
                 : exchange.greeted ? "greets, but answers nothing that was said"
                                    : "takes it without an answer");
      break;
    case Exchange::Kind::requests:
      for (const auto& one : exchange.requests)
        fmt::print(to, "  answers {} {} ({})\n", one.method, one.path.text, one.path.why);
      break;
  }
  for (const std::string& one : exchange.tried_in_vain) fmt::print(to, "  note: {}\n", one);
  fmt::print(to, "  its run: {} connections, {} messages in, {} out, {} hibernations, {} evictions, {} alarms fired\n",
             summary.connected, summary.messages_in, summary.messages_out, summary.hibernations, summary.evictions,
             summary.alarms_fired);
  for (const auto& error : summary.errors)
    fmt::print(to, "  threw: {}: {}, {} times\n", error.name, error.message, error.count);
}

/// False if a file is there already.
bool write(const fs::path& file, const std::string& yaml, bool force) {
  std::error_code error;
  if (fs::exists(file, error) && !force) {
    fmt::print("  {} is there already, and left alone (--force writes it anew)\n", file.string());
    return false;
  }
  fs::create_directories(file.parent_path(), error);
  std::ofstream out(file, std::ios::binary);
  out << yaml;
  out.flush();
  if (!out) throw scenarios::InputError({{file.string(), 0, 0, "cannot be written", "--stdout prints it instead"}});
  fmt::print("  wrote {}\n", file.string());
  return true;
}

constexpr const char* kSchemaFile = "dormouse.schema.json";

/// What editors complete and check the folder's scenarios by. It is the program's own, so that it is written each time.
void write_schema(const fs::path& folder) {
  std::ofstream(folder / kSchemaFile, std::ios::binary) << scenarios::json_schema();
}

/// Where it is asked for; what was kept is added to the files.
void keep(const AskedProject& asked, const InitOptions& options, const Exchange& exchange, const Written& written,
          std::vector<fs::path>& files) {
  if (options.to_stdout) {
    fmt::print("{}{}", files.empty() ? "" : "---\n", written.yaml);
    files.emplace_back();
    return;
  }
  const fs::path file = (asked.project.folder / "scenarios" / (exchange.class_name + ".yaml")).lexically_normal();
  const std::string line = fmt::format("# yaml-language-server: $schema={}\n", kSchemaFile);
  if (!write(file, line + written.yaml, options.force)) return;
  write_schema(file.parent_path());
  files.push_back(file);
}

}  // namespace

Exit init(const InitOptions& options) {
  catch_interrupts();
  const AskedProject asked = asked_for(options);
  const nlohmann::json survey = survey_of(asked.project);
  const ScratchFolder scratch;
  bool all_reached = true;
  std::vector<fs::path> files;
  std::vector<Exchange> exchanges = find_exchanges(scratch, asked.worker, asked.project.environment, survey);
  // Those that are reached come first: their runs show which others they speak to.
  std::vector<Exchange*> order;
  for (const bool reached : {true, false})
    for (Exchange& one : exchanges)
      if ((one.kind != Exchange::Kind::none) == reached) order.push_back(&one);
  std::vector<std::pair<const Exchange*, std::set<std::string>>> done;
  for (Exchange* next : order) {
    Exchange& exchange = *next;
    if (exchange.kind == Exchange::Kind::none)
      for (const auto& [other, classes] : done)
        if (classes.contains(exchange.class_name)) {
          exchange = from_inside(exchange, *other);
          break;
        }
    const Written written = settled(asked, scratch, exchange);
    if (interrupted()) return Exit::unknown;
    if (exchange.through.empty()) done.emplace_back(&exchange, written.classes);
    all_reached = all_reached && exchange.kind != Exchange::Kind::none;
    tell(exchange, written, options.to_stdout ? stderr : stdout);
    keep(asked, options, exchange, written, files);
  }
  if (files.empty()) return Exit::bad_input;
  if (!options.to_stdout)
    fmt::print(
        "\nNext\n  dormouse run {0}          plays it: verdicts, and the bill\n"
        "  dormouse inspect {0} --room lobby   what the room is at the end; --at 20s earlier\n"
        "  then more people, worse networks, a month: docs/scenarios.md\n",
        files.front().string());
  return all_reached ? Exit::holds : Exit::untested;
}

}  // namespace commands
