#include <algorithm>
#include <set>
#include <system_error>

#include "commands/suite.h"
#include "scenarios/input_error.h"
#include "scenarios/source.h"

namespace commands {
namespace {

namespace fs = std::filesystem;

bool is_yaml(const fs::path& file) { return file.extension() == ".yaml" || file.extension() == ".yml"; }

/// Other YAML lies in the same folders: a scenario is a map that names its code and its length, itself or in what it
/// includes. What does not parse may have been meant to be one, and is told when it is played.
bool looks_like_scenario(const fs::path& file) {
  try {
    const scenarios::Source source(file);
    const scenarios::Node& root = source.root();
    return root.find("duration") != nullptr && (root.find("worker") != nullptr || root.find("native") != nullptr);
  } catch (const scenarios::InputError&) {
    return true;
  }
}

void add_below(const fs::path& folder, std::set<fs::path>& found) {
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (it->is_directory() && (name == "node_modules" || name.starts_with('.'))) it.disable_recursion_pending();
    if (it->is_regular_file() && is_yaml(it->path()) && looks_like_scenario(it->path()))
      found.insert(it->path().lexically_normal());
  }
}

}  // namespace

std::vector<fs::path> find_scenarios(const std::vector<fs::path>& paths) {
  std::set<fs::path> found;
  for (const fs::path& path : paths) {
    if (fs::is_directory(path))
      add_below(path, found);
    else if (fs::is_regular_file(path))
      found.insert(path.lexically_normal());
    else
      throw scenarios::InputError({{path.string(), 0, 0, "there is no such file or folder",
                                    "name a scenario, or a folder with scenarios below it"}});
  }
  if (found.empty())
    throw scenarios::InputError(
        {{paths.front().string(), 0, 0, "no scenario below this folder",
          "a scenario is a .yaml with duration: and worker: or native:; dormouse init writes a first one"}});
  return {found.begin(), found.end()};
}

}  // namespace commands
