// One input of the fuzzer is one scenario file. Whatever it holds, it is loaded or refused with a problem that has a
// place in some file; nothing else may come of it.
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "scenarios/input_error.h"
#include "scenarios/scenario.h"

namespace {

namespace fs = std::filesystem;

/// A folder of its own with what scenarios may name; it goes with the process.
class Folder {
 public:
  Folder() {
    fs::create_directories(path_ / "room");
    std::ofstream(path_ / "room/worker.js") << "export default {}; export class Room {}\n";
    std::ofstream(path_ / "room/wrangler.toml")
        << "name = \"room\"\nmain = \"worker.js\"\ncompatibility_date = \"2026-08-01\"\n"
           "[[durable_objects.bindings]]\nname = \"ROOMS\"\nclass_name = \"Room\"\n"
           "[[migrations]]\ntag = \"v1\"\nnew_sqlite_classes = [\"Room\"]\n";
    std::ofstream(path_ / "common.yaml") << "network: {profiles: {mobile: {latency: 80ms}}}\n";
  }
  ~Folder() {
    std::error_code error;
    fs::remove_all(path_, error);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] fs::path scenario() const { return path_ / "scenario.yaml"; }

 private:
  fs::path path_ = fs::temp_directory_path() / ("dormouse-fuzz-" + std::to_string(::getpid()));
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Folder folder;
  {
    std::ofstream out(folder.scenario(), std::ios::binary);
    out.write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  }
  try {
    for (const scenarios::Scenario& one : scenarios::load_variations(folder.scenario()))
      if (one.duration.count() <= 0) std::abort();
  } catch (const scenarios::InputError& error) {
    if (error.problems().empty()) std::abort();
    for (const scenarios::Problem& problem : error.problems())
      if (problem.file.empty() || problem.message.empty() || problem.line < 0 || problem.column < 0 ||
          problem.remedy == "this is an error of Dormouse, not yours")
        std::abort();
  }
  return 0;
}
