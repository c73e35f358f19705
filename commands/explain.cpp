#include "commands/explain.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "commands/broken_promise.h"
#include "commands/causes.h"
#include "commands/played.h"
#include "commands/read_trace.h"
#include "commands/record_lines.h"
#include "commands/sequence_diagram.h"
#include "scenarios/input_error.h"
#include "sim/calendar.h"

namespace commands {
namespace {

namespace fs = std::filesystem;

scenarios::InputError refused(const std::string& what, std::string message, std::string remedy) {
  return scenarios::InputError({{what, 0, 0, std::move(message), std::move(remedy)}});
}

/// The trace of a scenario, for as long as it is read.
struct PlayedTrace {
  fs::path file = fs::temp_directory_path() / fmt::format("dormouse-{}.trace", ::getpid());
  PlayedTrace() = default;
  PlayedTrace(const PlayedTrace&) = delete;
  PlayedTrace& operator=(const PlayedTrace&) = delete;
  ~PlayedTrace() {
    std::error_code error;
    fs::remove(file, error);
  }
};

std::vector<ChainStep> steps_of(const fs::path& trace, const std::vector<std::size_t>& chain) {
  std::vector<ChainStep> steps;
  std::optional<RecordLines> lines;
  Parties parties;
  std::size_t number = 0;
  read_trace(trace, [&](const sim::RawRecord& raw) {
    if (!lines) lines.emplace(raw.at);
    lines->visit(raw);
    parties.visit(raw);
    if (std::binary_search(chain.begin(), chain.end(), number))
      steps.push_back({.number = number,
                       .line = lines->line(raw),
                       .party = parties.of(raw),
                       .words = fmt::format("{} {} {}", sim::format_duration(raw.at - lines->start()), kind_of(raw),
                                            lines->words(raw, {"room", "client"}))});
    ++number;
  });
  return steps;
}

void print_text(const std::vector<ChainStep>& steps, const CausalGraph& graph) {
  for (const ChainStep& step : steps) {
    std::string because;
    for (const std::size_t cause : graph.causes(step.number))
      because += fmt::format("{}{}", because.empty() ? "  <- " : ", ", cause + 1);
    if (const auto before = graph.before(step.number)) because += fmt::format("  after {}", *before + 1);
    fmt::print("{:>8}  {}{}\n", step.number + 1, step.line, because);
  }
}

bool is_trace(const fs::path& file) { return file.extension() != ".yaml" && file.extension() != ".yml"; }

}  // namespace

Exit explain(const ExplainOptions& options) {
  catch_interrupts();
  PlayedTrace played;
  fs::path trace = options.run;
  std::size_t number = 0;
  const char* const end = options.event.data() + options.event.size();
  const auto parsed = std::from_chars(options.event.data(), end, number);
  const bool by_number = parsed.ec == std::errc() && parsed.ptr == end;
  std::optional<scenarios::Scenario> scenario;
  if (!is_trace(options.run)) {
    scenario = scenarios::load_scenario(options.run, options.variation);
    trace = played.file;
    const Played run = play(
        *scenario, {.seed = options.seed.value_or(scenario->seed), .replication = options.replication, .trace = trace});
    if (run.work.kind == WorkDone::Kind::interrupted) return Exit::unknown;
  } else if (!by_number && options.event == "violation") {
    throw refused(options.run.string(), "a trace does not hold what was promised",
                  "name a record's number, or give the scenario instead of the trace");
  }
  if (!by_number) {
    if (!scenario) throw refused(options.event, "no record's number", "dormouse trace grep shows the numbers");
    const auto found = find_broken_promise(*scenario, trace, options.event);
    if (!found) {
      fmt::print("nothing was violated\n");
      return Exit::holds;
    }
    number = found->record + 1;
    if (!options.mermaid) {
      fmt::print("VIOLATED  {}{}{}\n", found->promise, found->who.empty() ? "" : ": ", found->who);
      for (const std::string& sentence : found->explanation) fmt::print("  {}\n", sentence);
      fmt::print("\nWhat led to it (<- names the causes, after what only came before)\n");
    }
  }
  Causes causes;
  read_trace(trace, [&](const sim::RawRecord& record) { causes.visit(record); });
  if (number < 1 || number > causes.graph().size())
    throw refused(options.event, fmt::format("the trace has records 1 to {}", causes.graph().size()),
                  "dormouse trace grep shows their numbers");
  const auto steps = steps_of(trace, causes.graph().chain(number - 1, std::max<std::size_t>(options.most, 1)));
  if (options.mermaid)
    fmt::print("{}", sequence_diagram(steps, causes.graph()));
  else
    print_text(steps, causes.graph());
  return Exit::holds;
}

}  // namespace commands
