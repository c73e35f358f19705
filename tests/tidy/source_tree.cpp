#include "tests/tidy/source_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

namespace tests::tidy {
namespace {

namespace fs = std::filesystem;

std::optional<std::vector<std::string>> tracked_paths(const fs::path& root) {
  if (!fs::exists(root / ".git")) return std::nullopt;
  const std::string command = fmt::format("git -C '{}' ls-files -z 2>/dev/null", root.string());
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return std::nullopt;
  std::string listed;
  std::array<char, 4096> chunk{};
  for (std::size_t n = 0; (n = std::fread(chunk.data(), 1, chunk.size(), pipe)) > 0;) listed.append(chunk.data(), n);
  if (pclose(pipe) != 0 || listed.empty()) return std::nullopt;
  std::vector<std::string> paths;
  for (std::size_t begin = 0; begin < listed.size();) {
    const std::size_t end = listed.find('\0', begin);
    paths.push_back(listed.substr(begin, end - begin));
    begin = end == std::string::npos ? listed.size() : end + 1;
  }
  return paths;
}

std::vector<std::string> walked_paths(const fs::path& root) {
  constexpr std::array<std::string_view, 4> kNotOurs{"build", "node_modules", ".git", ".cache"};
  std::vector<std::string> paths;
  for (auto it = fs::recursive_directory_iterator(root); it != fs::recursive_directory_iterator(); ++it) {
    if (it->is_directory() && std::ranges::find(kNotOurs, it->path().filename().string()) != kNotOurs.end()) {
      it.disable_recursion_pending();
    } else if (it->is_regular_file() && !it->is_symlink()) {
      paths.push_back(it->path().lexically_relative(root).generic_string());
    }
  }
  return paths;
}

SourceTree read_files(const fs::path& root, std::vector<std::string> paths) {
  std::ranges::sort(paths);
  SourceTree tree;
  for (std::string& path : paths) {
    // Tracked, but removed in this checkout.
    if (!fs::is_regular_file(root / path)) continue;
    std::ifstream in(root / path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (text.find('\0') == std::string::npos) tree.push_back({std::move(path), std::move(text)});
  }
  return tree;
}

}  // namespace

SourceTree read_project(const fs::path& root) {
  if (auto paths = tracked_paths(root)) return read_files(root, *std::move(paths));
  return walk_project(root);
}

SourceTree walk_project(const fs::path& root) { return read_files(root, walked_paths(root)); }

std::string report(const Findings& findings) {
  std::string out;
  for (const Finding& f : findings) {
    out += f.line > 0 ? fmt::format("{}:{}: [{}] {}\n", f.path, f.line, f.rule, f.remedy)
                      : fmt::format("{}: [{}] {}\n", f.path, f.rule, f.remedy);
  }
  return out;
}

}  // namespace tests::tidy
