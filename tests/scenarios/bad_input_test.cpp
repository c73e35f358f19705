// What is said about files that are wrong. Each tests/scenarios/bad/NAME.yaml has its expected words in NAME.txt.
#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "scenarios/input_error.h"
#include "scenarios/scenario.h"
#include "tests/catch.h"
#include "tests/says.h"

namespace {

namespace fs = std::filesystem;

const fs::path kHere = fs::path(DORMOUSE_SOURCE_DIR) / "tests/scenarios";

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string without(std::string text, const std::string& part) {
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part)) text.erase(at, part.size());
  return text;
}

/// What the loader says of the file, with paths from the project's root; "accepted" if nothing.
std::string said_of(const fs::path& path) {
  try {
    static_cast<void>(scenarios::load_variations(path));
    return "accepted";
  } catch (const scenarios::InputError& error) {
    return without(without(error.what(), (kHere / "bad/").string()), std::string(DORMOUSE_SOURCE_DIR) + "/");
  }
}

/// A file in a folder that goes with the object.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& text) {
    fs::create_directories(folder_);
    std::ofstream(path(), std::ios::binary) << text;
  }
  ~TemporaryFile() { fs::remove_all(folder_); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  [[nodiscard]] fs::path path() const { return folder_ / "scenario.yaml"; }

 private:
  fs::path folder_ = fs::temp_directory_path() / ("dormouse-bad-input-test-" + std::to_string(::getpid()));
};

}  // namespace

TEST_CASE("every malformed file is refused with the words that are written beside it") {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(kHere / "bad"))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());  // what they include lies in a folder
  std::ranges::sort(files);
  REQUIRE(files.size() >= 50);
  for (fs::path file : files) {
    const std::string said = said_of(file) + "\n";
    INFO(file.filename().string());
    CHECK(said == text_of(file.replace_extension(".txt")));
  }
}

TEST_CASE("a file of 10 MB is refused by its size, unread") {
  TemporaryFile file("");
  fs::resize_file(file.path(), 10'000'000);
  tests::check_says(said_of(file.path()), "10000000 bytes: a scenario may have at most 1048576 (1 MiB)");
}

TEST_CASE("a missing file, a folder and a device are each refused by name") {
  tests::check_says(said_of(kHere / "nowhere.yaml"), "tests/scenarios/nowhere.yaml: no such file");
  tests::check_says(said_of(kHere), "tests/scenarios: this is a folder");
  tests::check_says(said_of("/dev/zero"), "/dev/zero: this is no ordinary file");
}

TEST_CASE("a file of the largest size that nests without end is refused in the time of one reading") {
  for (const char* piece : {"[", "{", "- ", "? ", "a: ", "&a ", "k:\n ", "---\n", "\"\""}) {
    std::string text;
    while (text.size() + 8 < (1U << 20)) text += piece;
    TemporaryFile file(text);
    CHECK(said_of(file.path()) != "accepted");
  }
}

TEST_CASE("a long text that aliases repeat is refused before it fills the memory") {
  std::string text = "worker: " + kHere.string() + "/room\nduration: 1h\nlearn: &long \"" + std::string(500'000, 'x') +
                     "\"\nclients:\n";
  for (int i = 0; i < 1000; ++i) text += fmt::format("  - {{name: c{}, does: [connect, {{send: *long}}]}}\n", i);
  TemporaryFile file(text);
  tests::check_says(said_of(file.path()), "more than 4194304 bytes of text once its aliases are filled in");
}

TEST_CASE("problems come in the order of the file, and those of the Worker's project after them") {
  TemporaryFile file("expect: [no alarm lst]\nseed: x\nduration: -1s\nworker: project\n");
  fs::create_directories(file.path().parent_path() / "project");
  std::ofstream(file.path().parent_path() / "project/wrangler.toml") << "name = \"a\"\nmain = 3\n";
  try {
    static_cast<void>(scenarios::load_scenario(file.path()));
    FAIL("accepted");
  } catch (const scenarios::InputError& error) {
    const auto& problems = error.problems();
    REQUIRE(problems.size() == 5);
    CHECK(problems[0].line == 1);
    CHECK(problems[1].line == 2);
    CHECK(problems[2].line == 3);
    for (std::size_t i = 3; i < 5; ++i) CHECK(fs::path(problems[i].file).filename() == "wrangler.toml");
  }
}

TEST_CASE("a message shows each problem with its remedy, and no control characters") {
  const scenarios::InputError error(
      {{"a.yaml", 3, 7, "bad \x1b[31m", "do this\n\nand that"}, {"b.yaml", 0, 0, "gone", ""}});
  CHECK(std::string(error.what()) == "a.yaml:3:7: bad \\x1b[31m\n    do this\n\n    and that\nb.yaml: gone");
}

TEST_CASE("a thousand problems are kept, and a hundred shown") {
  const scenarios::InputError error(std::vector<scenarios::Problem>(1000, {"a.yaml", 1, 1, "bad", ""}));
  CHECK(error.problems().size() == 1000);
  tests::check_says(error.what(), "and 900 more");
}
