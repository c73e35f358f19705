#include "models/worker/module_scan.h"

#include <regex>
#include <set>
#include <string>
#include <vector>

#include "models/worker/config_file.h"

namespace models::worker {
namespace {

namespace fs = std::filesystem;

/// What a source imports. A word in a comment or a text may be taken for an import: then a bundler looks at it, too.
std::vector<std::string> imports_of(const std::string& source) {
  static const std::regex kImport(R"((?:\bfrom|\bimport|\bimport\s*\()\s*(?:"([^"\n]+)\"|'([^'\n]+)'))");
  std::vector<std::string> found;
  for (std::sregex_iterator it(source.begin(), source.end(), kImport), end; it != end; ++it)
    found.push_back((*it)[1].matched ? (*it)[1].str() : (*it)[2].str());
  return found;
}

bool is_plain_script(const fs::path& file) {
  const std::string extension = file.extension().string();
  return extension == ".js" || extension == ".mjs";
}

bool is_host_module(const std::string& specifier) {
  return specifier.starts_with("cloudflare:") || specifier.starts_with("workerd:") || specifier == "node:async_hooks";
}

}  // namespace

bool needs_bundling(const Project& project) {
  if (!project.bundling.empty()) return true;
  std::vector<fs::path> to_read{project.main};
  std::set<fs::path> seen;
  while (!to_read.empty()) {
    const fs::path file = to_read.back().lexically_normal();
    to_read.pop_back();
    if (!seen.insert(file).second) continue;
    if (!is_plain_script(file)) return true;
    for (const std::string& specifier : imports_of(text_of_file(project.folder / file))) {
      if (is_host_module(specifier)) continue;
      if (!specifier.starts_with("./") && !specifier.starts_with("../")) return true;
      to_read.push_back(file.parent_path() / specifier);
    }
  }
  return false;
}

}  // namespace models::worker
