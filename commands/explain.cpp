#include "commands/explain.h"

#include <fmt/format.h>
#include <unistd.h>

#include <charconv>

#include "commands/broken_promise.h"
#include "commands/causal_chain.h"
#include "commands/played.h"
#include "scenarios/input_error.h"

namespace commands {
namespace {

namespace fs = std::filesystem;

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
    if (!options.scenario.empty())
      throw scenarios::refused("--scenario", options.run.string() + " is a scenario itself",
                               "it is for traces: leave it out");
    scenario = scenarios::load_scenario(options.run, options.variation);
    trace = played.file;
    const Played run = play(
        *scenario, {.seed = options.seed.value_or(scenario->seed), .replication = options.replication, .trace = trace});
    if (run.work.kind == WorkDone::Kind::interrupted) return Exit::unknown;
  } else if (!by_number) {
    if (options.scenario.empty())
      throw scenarios::refused(
          options.run.string(), "a trace does not hold what was promised",
          "say who promised it: --scenario FILE; or name a record's number (dormouse trace grep shows them)");
    scenario = scenarios::load_scenario(options.scenario, options.variation);
  }
  if (!by_number) {
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
  if (number < 1)
    throw scenarios::refused(options.event, "records are numbered from 1", "dormouse trace grep shows their numbers");
  const CausalChain chain(trace, number - 1, options.most);
  fmt::print("{}", options.mermaid ? chain.mermaid() : chain.text());
  return Exit::holds;
}

}  // namespace commands
