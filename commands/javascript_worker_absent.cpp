#include "commands/worker_commands.h"
#include "scenarios/input_error.h"

namespace commands {

sim::WorkerCommand javascript_worker(const std::filesystem::path& /*folder*/, const nlohmann::json& request) {
  const std::string file = request.value("scenario", request.value("folder", std::string()));
  throw scenarios::InputError({{file, 0, 0, "this needs JavaScript, and this dormouse was built without it",
                                "configure with -DDORMOUSE_WITH_V8=ON (preset release), or name a room that is built "
                                "in: native: chat"}});
}

}  // namespace commands
