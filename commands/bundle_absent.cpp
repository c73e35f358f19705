#include "commands/bundle.h"
#include "scenarios/input_error.h"

namespace commands {

nlohmann::json bundles_of(const scenarios::Scenario& /*scenario*/, Counters /*counters*/) {
  return nlohmann::json::array();
}

nlohmann::json scripts_of(const scenarios::Scenario& /*scenario*/) { return nlohmann::json::object(); }

nlohmann::json survey_of(const models::worker::Project& project) {
  throw scenarios::InputError({{project.folder.string(), 0, 0, "this build of dormouse has no JavaScript engine",
                                "build it with -DDORMOUSE_WITH_V8=ON"}});
}

}  // namespace commands
