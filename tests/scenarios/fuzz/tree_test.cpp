#include "scenarios/fuzz/tree.h"

#include <filesystem>
#include <fstream>

#include "scenarios/input_error.h"
#include "scenarios/scenario_tree.h"
#include "tests/catch.h"

namespace {

using namespace scenarios;
using namespace scenarios::fuzz;

struct Folder {
  Folder() { std::filesystem::create_directories(path / "sub"); }
  ~Folder() { std::filesystem::remove_all(path); }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path / name) << text; }
  std::filesystem::path path = std::filesystem::temp_directory_path() / "dormouse-tree-test";
};

}  // namespace

TEST_CASE("a scenario as a tree is written as it reads, its includes and variations filled in") {
  const Folder folder;
  folder.write("sub/room.js", "export default {};\n");
  folder.write("sub/common.yaml", "worker: room.js\nexpect: [no handler throws]\n");
  folder.write("s.yaml",
               "include: sub/common.yaml\n"
               "vary: {grid: {stay: [1s, 2s]}}\n"
               "duration: 5min\n"
               "clients:\n"
               "  - name: ann\n"
               "    does:\n"
               "      - connect: /\n"
               "      - send: \"3\"\n"
               "      - send: 'a: b # {n}'\n"
               "      - wait: $stay\n"
               "      - send: |\n"
               "          two\n"
               "          lines\n");
  const Tree tree = self_contained(folder.path / "s.yaml", "stay=2s");
  CHECK(yaml(tree, folder.path / "out") ==
        "duration: 5min\n"
        "clients:\n"
        "  - name: ann\n"
        "    does:\n"
        "      - connect: /\n"
        "      - send: \"3\"\n"
        "      - send: \"a: b # {n}\"\n"
        "      - wait: 2s\n"
        "      - send: \"two\\nlines\\n\"\n"
        "worker: ../sub/room.js\n"
        "expect:\n"
        "  - no handler throws\n");
  const Scenario scenario = scenario_from(yaml(tree), "s.yaml");
  CHECK(scenario.duration == std::chrono::minutes(5));
  CHECK(scenario.project.main == "room.js");
  CHECK(scenario.clients.size() == 1);
}

TEST_CASE("every scenario of the library reads the same once it has been a tree") {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(DORMOUSE_SOURCE_DIR "/scenarios/library")) {
    if (entry.path().extension() != ".yaml") continue;
    for (const Scenario& one : load_variations(entry.path())) {
      const Tree tree = self_contained(entry.path(), one.variation);
      INFO(entry.path().string());
      const std::string text = yaml(tree);
      const Scenario again = scenario_from(text, entry.path());
      CHECK(again.clients.size() == one.clients.size());
      CHECK(again.expectations.size() == one.expectations.size());
      CHECK(again.project.folder == one.project.folder);
      CHECK(yaml(self_contained(entry.path(), one.variation)) == text);
      ++count;
    }
  }
  CHECK(count >= 25);
}

TEST_CASE("what is written back is what was read: places, negative numbers and texts that look like either") {
  const Folder folder;
  folder.write("room.js", "export default {};\n");
  const std::string sent =
      "      - send: {json: {points: <points>, below: -5, none: \"-5\", text: \"<points>\", dash: \"- a\", at: "
      "\"@x\"}}\n";
  folder.write("s.yaml",
               "worker: room.js\nclients:\n  - name: ann\n    draws: {points: {integer: [0, 9]}}\n    does:\n"
               "      - connect: /\n" +
                   sent);
  const std::string written = yaml(self_contained(folder.path / "s.yaml", ""), folder.path);
  CHECK(written.find(sent) != std::string::npos);
}
