#include "tests/tidy/layer_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

#include "tests/tidy/code_view.h"

namespace tests::tidy {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(at, begin), text.size());
    const std::string_view part = trimmed(text.substr(begin, end - begin));
    if (!part.empty() || at != ' ') parts.emplace_back(part);
    begin = end + 1;
  }
  return parts;
}

/// The cells of each quoted row of set(NAME ...).
std::vector<std::vector<std::string>> rows_of(std::string_view cmake_lists, std::string_view name,
                                              std::size_t columns) {
  const std::size_t set = cmake_lists.find(fmt::format("set({}", name));
  if (set == std::string_view::npos) throw std::runtime_error(fmt::format("CMakeLists.txt has no set({} ...)", name));
  std::vector<std::vector<std::string>> rows;
  for (const std::string_view line : lines_of(cmake_lists.substr(set))) {
    if (trimmed(line) == ")") break;
    const std::size_t open = line.find('"');
    if (open == std::string_view::npos || trimmed(line).starts_with("#")) continue;
    auto cells = split(line.substr(open + 1, line.find('"', open + 1) - open - 1), '|');
    if (cells.size() != columns) {
      throw std::runtime_error(fmt::format("a row of {} needs {} columns: {}", name, columns, trimmed(line)));
    }
    rows.push_back(std::move(cells));
  }
  if (rows.empty()) throw std::runtime_error(fmt::format("set({} ...) has no rows", name));
  return rows;
}

/// Programs, tests, and the programs that the build itself runs.
bool is_composition_root(const SourceFile& file) {
  return file.folder().empty() || file.is_below("tests") || file.is_below("tools");
}

std::set<std::string> paths_in(const SourceTree& tree) {
  std::set<std::string> paths;
  for (const SourceFile& file : tree) paths.insert(file.path);
  return paths;
}

bool may_include(const LayerTable::Library& library, const SourceFile& file) {
  if (library.folders.contains("*")) return true;
  if (file.folder().empty()) return library.folders.contains("main");
  if (file.is_below("tests")) return library.folders.contains("tests");
  return library.folders.contains(file.folder());
}

/// Headers of C++ have neither dot nor slash; those of C and of POSIX that the project may use are listed.
bool is_system_header(std::string_view path) {
  constexpr std::array<std::string_view, 14> kPosix{"dlfcn.h",  "errno.h",  "fcntl.h",   "poll.h",  "pthread.h",
                                                    "signal.h", "spawn.h",  "stdlib.h",  "time.h",  "unistd.h",
                                                    "sched.h",  "stdint.h", "termios.h", "cxxabi.h"};
  if (path.find_first_of("./") == std::string_view::npos) return true;
  return path.starts_with("sys/") || path.starts_with("linux/") || std::ranges::find(kPosix, path) != kPosix.end();
}

std::optional<Finding> check_third_party_include(const LayerTable& table, const SourceFile& file,
                                                 const Include& include) {
  const auto library =
      std::ranges::find_if(table.libraries, [&](const auto& row) { return include.path.starts_with(row.prefix); });
  if (library == table.libraries.end()) {
    return Finding{"unknown-include", file.path, include.line, include.path,
                   fmt::format("\"{}\" is no header of the project, the system or a library of DORMOUSE_THIRD_PARTY "
                               "(CMakeLists.txt); write project headers from the root, or add the library's row",
                               include.path)};
  }
  if (may_include(*library, file)) return std::nullopt;
  return Finding{"third-party", file.path, include.line, include.path,
                 fmt::format("{} is for {} only (DORMOUSE_THIRD_PARTY in CMakeLists.txt); move this code there, or let "
                             "the folder in and say why in docs/decisions",
                             library->name, fmt::join(library->folders, ", "))};
}

}  // namespace

LayerTable parse_layer_table(std::string_view cmake_lists) {
  LayerTable table;
  for (const auto& row : rows_of(cmake_lists, "DORMOUSE_LAYERS", 2)) {
    auto& allowed = table.layers[row[0]];
    for (const std::string& folder : split(row[1], ' ')) allowed.insert(folder);
    allowed.insert(row[0]);
  }
  for (const auto& row : rows_of(cmake_lists, "DORMOUSE_THIRD_PARTY", 3)) {
    const auto folders = split(row[2], ' ');
    table.libraries.push_back({row[0], row[1], {folders.begin(), folders.end()}});
  }
  return table;
}

Findings check_layers(const LayerTable& table, const SourceTree& tree) {
  Findings findings;
  const std::set<std::string> paths = paths_in(tree);
  for (const SourceFile& file : tree) {
    if (!file.is_cpp() || is_composition_root(file)) continue;
    const auto layer = table.layers.find(file.folder());
    if (layer == table.layers.end()) {
      findings.push_back({"unknown-folder", file.path, 0, file.folder(),
                          fmt::format("the folder {} has no row in DORMOUSE_LAYERS (CMakeLists.txt); nothing builds it",
                                      file.folder())});
      continue;
    }
    for (const Include& include : includes_of(file.text)) {
      if (!paths.contains(include.path)) continue;
      const std::string target = SourceFile{include.path, ""}.folder();
      if (layer->second.contains(target)) continue;
      findings.push_back({"layers", file.path, include.line, include.path,
                          fmt::format("{} may not include {}: the layer table (CMakeLists.txt) gives it {}. Turn the "
                                      "dependency round (a callback, a record) or join the two in main.cpp",
                                      file.folder(), include.path, fmt::join(layer->second, ", "))});
    }
  }
  return findings;
}

Findings check_third_party(const LayerTable& table, const SourceTree& tree) {
  Findings findings;
  const std::set<std::string> paths = paths_in(tree);
  for (const SourceFile& file : tree) {
    if (!file.is_cpp()) continue;
    for (const Include& include : includes_of(file.text)) {
      if (paths.contains(include.path) || (!include.quoted && is_system_header(include.path))) continue;
      if (auto finding = check_third_party_include(table, file, include)) findings.push_back(*std::move(finding));
    }
  }
  return findings;
}

}  // namespace tests::tidy
