#include "commands/worker_commands.h"

namespace commands {

sim::WorkerCommand native_worker(const std::filesystem::path& folder, const nlohmann::json& request) {
  sim::WorkerCommand command;
  command.arguments = {(folder / "dormouse_native_worker").string()};
  command.environment = {"TZ=UTC", "LC_ALL=C"};
  command.request = request.dump();
  return command;
}

}  // namespace commands
