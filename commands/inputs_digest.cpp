#include "commands/inputs_digest.h"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <set>
#include <system_error>

#include "commands/bundle.h"
#include "scenarios/scenario.h"
#include "scenarios/source.h"
#include "sim/choice.h"

namespace commands {
namespace {

namespace fs = std::filesystem;

class Digest {
 public:
  /// Of a file, each once.
  void add_file(const fs::path& file) {
    if (!seen_.insert(file.lexically_normal()).second) return;
    add(file.filename().string());
    std::ifstream in(file, std::ios::binary);
    std::array<char, 1 << 16> some{};
    do {
      in.read(some.data(), some.size());
      add({some.data(), static_cast<std::size_t>(in.gcount())});
    } while (in);
  }
  void add(std::string_view text) { sum_ = sim::stable_hash(text, sum_); }
  [[nodiscard]] std::string text() const { return fmt::format("{:016x}", sum_); }

 private:
  std::set<fs::path> seen_;
  std::uint64_t sum_ = sim::stable_hash("inputs");
};

/// Whatever key it stands under, a text that names a file is taken to mean it: tables of visits, bodies, topologies.
void add_named(const scenarios::Node& node, const std::vector<std::string>& files, Digest& digest) {
  constexpr std::size_t kLongestName = 1024;
  std::error_code error;
  if (node.is_scalar() && !node.text.empty() && node.text.size() <= kLongestName) {
    const fs::path named = fs::path(files.at(node.mark.file)).parent_path() / node.text;
    if (fs::is_regular_file(named, error)) digest.add_file(named);
  }
  for (const auto* item : node.items) add_named(*item, files, digest);
  for (const auto& [key, value] : node.entries) add_named(*value, files, digest);
}

bool is_source(const fs::path& file) {
  const std::string name = file.filename().string();
  return name != "node_modules" && !name.starts_with('.') && file.extension() != ".jsonl";  // results and traces
}

/// Files that a project is made of, in order of name. What is installed is told by its lock file and by the bundle.
void add_sources(const fs::path& folder, Digest& digest) {
  std::set<fs::path> files;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (!is_source(it->path()) && it->is_directory(error)) it.disable_recursion_pending();
    if (is_source(it->path()) && it->is_regular_file(error)) files.insert(it->path());
  }
  for (const fs::path& file : files) digest.add_file(file);
}

/// What is imported from outside of the projects' folders is in their bundles.
void add_code(const scenarios::Scenario& scenario, Digest& digest) {
  if (scenario.native.empty()) {
    for (const auto& revisions : scenarios::code_of(scenario))
      for (const auto* project : revisions) add_sources(project->folder, digest);
    for (const auto& revisions : bundles_of(scenario, Counters::none))
      for (const auto& bundle : revisions)
        if (bundle.is_object()) digest.add(bundle.at("code").get_ref<const std::string&>());
  }
  const nlohmann::json scripts = scripts_of(scenario);
  for (const auto& script : scripts) digest.add(script.at("code").get_ref<const std::string&>());
}

}  // namespace

std::string inputs_digest(const fs::path& file) {
  static const Digest program = [] {
    Digest digest;
    const fs::path folder = fs::canonical("/proc/self/exe").parent_path();
    for (const char* name :
         {"dormouse", "dormouse_worker.node", "dormouse_native_worker", "dormouse.snapshot", "scripts.snapshot"})
      digest.add_file(folder / name);
    return digest;
  }();
  Digest digest = program;
  try {
    const scenarios::Source source(file);
    for (const std::string& part : source.files()) digest.add_file(part);
    add_named(source.root(), source.files(), digest);
    for (const auto& variation : scenarios::load_variations(file)) add_code(variation, digest);
  } catch (const std::exception&) {
    return "";
  }
  return digest.text();
}

}  // namespace commands
