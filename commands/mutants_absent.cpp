#include "commands/mutants.h"
#include "scenarios/input_error.h"

namespace commands {

std::vector<Mutant> mutants_of(const nlohmann::json& /*bundle*/, const std::vector<std::string>& /*classes*/,
                               const std::vector<std::uint64_t>& /*entered*/) {
  throw scenarios::InputError(
      {{"", 0, 0, "this build of dormouse has no JavaScript engine", "build it with -DDORMOUSE_WITH_V8=ON"}});
}

}  // namespace commands
