#include "commands/init.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <optional>
#include <vector>

#include "commands/bundle.h"
#include "commands/exchange.h"
#include "commands/first_scenario.h"
#include "commands/given_project.h"
#include "commands/played.h"
#include "models/records.h"
#include "reports/record_reading.h"
#include "sim/calendar.h"

namespace commands {
namespace {

namespace fs = std::filesystem;
using models::worker::Project;

constexpr sim::Duration kLongestWait = std::chrono::hours(25);  // for an alarm

/// Everything that init needs of a project, whichever way it was named.
struct Asked {
  Project project;
  std::string worker;    // absolute, for runs in the scratch folder
  std::string relative;  // as a scenario in scenarios/ names it
};

Asked asked_for(const InitOptions& options) {
  Asked asked{given_project(options.project, options.environment), "", ".."};
  asked.worker = fs::absolute(options.project).lexically_normal().string();
  std::error_code error;
  if (fs::is_regular_file(options.project, error)) asked.relative = "../" + options.project.filename().string();
  return asked;
}

bool has_alarm(const Exchange& exchange) {
  return std::ranges::any_of(exchange.object["handlers"], [](const auto& one) { return one["name"] == "alarm"; });
}

/// The latest time for which an alarm is set in a run of this scenario.
std::optional<sim::Time> last_alarm(const scenarios::Scenario& scenario) {
  std::optional<sim::Time> due;
  sim::TraceReader reader;
  const WorkDone work = supervise(
      {{"do", "run"}, {"scenario", scenario.file.string()}, {"bundle", bundle_of(scenario)}, {"seed", scenario.seed}},
      [&](std::string_view block) {
        reader.read_block(block, [&](const sim::RawRecord& raw) {
          if (raw.kind == models::AlarmSet::kKind) due = reports::read_record<models::AlarmSet>(raw).due;
        });
      });
  return work.kind == WorkDone::Kind::done ? due : std::nullopt;
}

std::vector<Promise> promises_for(const Exchange& exchange) {
  std::vector<Promise> promises{{"no handler throws", ""}};
  if (exchange.kind == Exchange::Kind::socket) promises.push_back({"delivered to everyone who stayed", ""});
  if (has_alarm(exchange)) promises.push_back({"no alarm lost", ""});
  return promises;
}

struct Written {
  std::string yaml;
  std::optional<Played> played;
};

/// Plays what is about to be written, and leaves out of it what does not hold.
Written settled(const Asked& asked, const InitOptions& options, const ScratchFolder& scratch,
                const Exchange& exchange) {
  FirstScenario first{.worker = asked.worker,
                      .environment = options.environment,
                      .about_duration = "",
                      .promises = promises_for(exchange)};
  if (has_alarm(exchange)) {
    const scenarios::Scenario trial = scratch.scenario(first_scenario_yaml(exchange, first));
    const auto due = last_alarm(trial);
    if (due && *due - trial.start > first.duration && *due - trial.start < kLongestWait) {
      first.duration = *due - trial.start + std::chrono::minutes(1);
      first.about_duration = "so long that the alarm fires";
    }
  }
  Written written;
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

}  // namespace

Exit init(const InitOptions& options) {
  catch_interrupts();
  const Asked asked = asked_for(options);
  const nlohmann::json survey = survey_of(asked.project);
  const ScratchFolder scratch;
  bool all_reached = true;
  std::vector<fs::path> files;
  const std::vector<Exchange> exchanges = find_exchanges(scratch, asked.worker, options.environment, survey);
  for (const Exchange& exchange : exchanges) {
    const Written written = settled(asked, options, scratch, exchange);
    if (interrupted()) return Exit::unknown;
    all_reached = all_reached && exchange.kind != Exchange::Kind::none;
    tell(exchange, written, options.to_stdout ? stderr : stdout);
    if (options.to_stdout) {
      fmt::print("{}{}", files.empty() ? "" : "---\n", written.yaml);
      files.emplace_back();
      continue;
    }
    const fs::path file = (asked.project.folder / "scenarios" / (exchange.class_name + ".yaml")).lexically_normal();
    if (write(file, written.yaml, options.force)) files.push_back(file);
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
