#include "commands/worker_commands.h"
#include "models/js/node_program.h"

namespace commands {

sim::WorkerCommand javascript_worker(const std::filesystem::path& folder, const nlohmann::json& request) {
  const std::string program = (folder / "dormouse_worker.node").string();
  sim::WorkerCommand command = models::js::worker_command({.addon = program, .arguments = {}});
  nlohmann::json with_snapshot = request;
  with_snapshot["snapshot"] = (folder / "dormouse.snapshot").string();
  with_snapshot["scriptsSnapshot"] = (folder / "scripts.snapshot").string();
  command.request = with_snapshot.dump();
  return command;
}

}  // namespace commands
