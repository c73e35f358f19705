#include <chrono>
#include <stdexcept>
#include <utility>

#include "commands/installed.h"
#include "commands/mutants.h"
#include "commands/supervise.h"
#include "models/js/node_program.h"

namespace commands {

using nlohmann::json;

std::vector<Mutant> mutants_of(const json& bundle, const std::vector<std::string>& classes,
                               const std::vector<std::uint64_t>& entered) {
  sim::WorkerCommand command =
      models::js::script_command(installed("models/worker/mutants/mutate.mjs", DORMOUSE_MUTATOR).string());
  command.silent_cpu_limit = std::chrono::minutes(5);  // megabytes of code take their time
  command.request =
      json{{"code", bundle.at("code")}, {"map", bundle.at("map")}, {"classes", classes}, {"entered", entered}}.dump();
  std::vector<Mutant> mutants;
  const WorkDone work = supervise(std::move(command), [&](std::string_view text) {
    json one = json::parse(text);
    mutants.push_back({.kind = one["kind"],
                       .file = one["file"],
                       .line = one["line"],
                       .column = one["column"],
                       .diff = one["diff"],
                       .bundle = std::move(one["bundle"])});
  });
  if (work.kind != WorkDone::Kind::done)
    throw std::runtime_error("what plants mistakes in the code was stopped: " + work.detail);
  return mutants;
}

}  // namespace commands
