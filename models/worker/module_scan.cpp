#include "models/worker/module_scan.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "models/worker/config_file.h"

namespace models::worker {
namespace {

namespace fs = std::filesystem;

bool is_name_char(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$'; }

void skip_spaces(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
}

/// The text in quotes that begins here; empty if none does.
std::string_view quoted(std::string_view text) {
  if (text.empty() || (text.front() != '"' && text.front() != '\'')) return {};
  const std::size_t end = text.find_first_of(text.front() == '"' ? "\"\n" : "'\n", 1);
  return end == std::string_view::npos || text[end] == '\n' ? std::string_view() : text.substr(1, end - 1);
}

/// What a source imports: texts that follow the words `from` and `import`, or `import(`. A word in a comment or a text
/// may be taken for one of them: then a bundler looks at it, too.
std::vector<std::string> imports_of(std::string_view source) {
  std::vector<std::string> found;
  for (const std::string_view word : {"from", "import"}) {
    for (std::size_t at = source.find(word); at != std::string_view::npos; at = source.find(word, at + 1)) {
      std::string_view rest = source.substr(at + word.size());
      if ((at > 0 && is_name_char(source[at - 1])) || (!rest.empty() && is_name_char(rest.front()))) continue;
      skip_spaces(rest);
      if (word == "import" && rest.starts_with('(')) {
        rest.remove_prefix(1);
        skip_spaces(rest);
      }
      if (const std::string_view specifier = quoted(rest); !specifier.empty()) found.emplace_back(specifier);
    }
  }
  return found;
}

bool is_plain_script(const fs::path& file) {
  const std::string extension = file.extension().string();
  return extension == ".js" || extension == ".mjs";
}

bool is_host_module(const std::string& specifier, NodeCompat node) {
  if (specifier == "node:async_hooks") return node != NodeCompat::none;
  return specifier.starts_with("cloudflare:") || specifier.starts_with("workerd:");
}

/// Whether the source has one of these as a word; in a comment or a text, too: then it is bundled without need.
bool names_a_node_global(std::string_view source) {
  for (const std::string_view word : {"Buffer", "process", "global", "setImmediate", "clearImmediate"}) {
    for (std::size_t at = source.find(word); at != std::string_view::npos; at = source.find(word, at + 1)) {
      const std::size_t end = at + word.size();
      if ((at == 0 || !is_name_char(source[at - 1])) && (end == source.size() || !is_name_char(source[end])))
        return true;
    }
  }
  return false;
}

}  // namespace

bool needs_bundling(const Project& project) {
  if (!project.bundling.empty()) return true;
  const NodeCompat node = project.node_compat();
  std::vector<fs::path> to_read{project.main};
  std::set<fs::path> seen;
  while (!to_read.empty()) {
    const fs::path file = to_read.back().lexically_normal();
    to_read.pop_back();
    if (!seen.insert(file).second) continue;
    if (!is_plain_script(file)) return true;
    const std::string source = text_of_file(project.folder / file);
    if (node == NodeCompat::v2 && names_a_node_global(source)) return true;
    for (const std::string& specifier : imports_of(source)) {
      if (is_host_module(specifier, node)) continue;
      if (!specifier.starts_with("./") && !specifier.starts_with("../")) return true;
      to_read.push_back(file.parent_path() / specifier);
    }
  }
  return false;
}

}  // namespace models::worker
