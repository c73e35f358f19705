#include "commands/inspect.h"

#include <filesystem>
#include <fstream>

#include "commands/saved_files.h"
#include "scenarios/input_error.h"
#include "tests/catch.h"

using namespace std::chrono_literals;
namespace fs = std::filesystem;

TEST_CASE("a moment is a time since the start or an instant, within the run") {
  scenarios::Scenario scenario;
  scenario.duration = std::chrono::hours(24 * 30);
  const auto at = [&](const char* text) { return commands::moment_in(scenario, text) - scenario.start; };
  CHECK(commands::moment_in(scenario, std::nullopt) == scenario.start + scenario.duration);
  CHECK(at("3d4h") == 76h);
  CHECK(at("3d 4h") == 76h);
  CHECK(at("0") == 0s);
  CHECK(at("30d") == scenario.duration);
  CHECK(at("2026-08-01T00:00:01.5Z") == 1500ms);
  for (const char* bad :
       {"31d", "-1s", "yesterday", "", "3", "2026-08-01", "2026-07-31T23:59:59Z", "2026-09-01T00:00:00Z"})
    CHECK_THROWS_AS(at(bad), scenarios::InputError);
}

TEST_CASE("saves are seen: files changed, added and gone, and nothing of node_modules") {
  const fs::path folder = fs::temp_directory_path() / "dormouse-saved-files-test";
  fs::remove_all(folder);
  fs::create_directories(folder / "src");
  fs::create_directories(folder / "node_modules" / "lib");
  const auto write = [&](const char* file, const char* text) { std::ofstream(folder / file) << text; };
  write("src/a.js", "1");
  commands::SavedFiles files({folder, folder / "scenario.yaml"});
  CHECK_FALSE(files.changed());
  write("src/a.js", "12");
  CHECK(files.changed());
  CHECK_FALSE(files.changed());
  write("node_modules/lib/index.js", "x");
  write(".hidden", "x");
  CHECK_FALSE(files.changed());
  write(".dev.vars", "A=1");
  CHECK(files.changed());
  fs::remove(folder / "src" / "a.js");
  CHECK(files.changed());
  fs::remove_all(folder);
  CHECK(files.changed());
}
