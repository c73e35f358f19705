// The tests that need V8, as a program inside the pinned Node.
#define CATCH_CONFIG_RUNNER
#include <vector>

#include "models/js/addon.h"
#include "tests/catch.h"

namespace {

int run_tests(std::span<const std::string> arguments) {
  std::vector<const char*> argv{"engine_tests"};
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  return Catch::Session().run(static_cast<int>(argv.size()), argv.data());
}

DORMOUSE_ADDON_MAIN(run_tests);

}  // namespace
