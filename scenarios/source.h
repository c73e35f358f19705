#pragma once

// A scenario's file with all that it includes, as one tree. Marks say which of the files a node stands in.

#include <deque>
#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/yaml_document.h"

namespace scenarios {

class Source {
 public:
  static constexpr std::size_t kMostFiles = 64;
  static constexpr std::size_t kDeepest = 8;

  /// `include:` names files from the folder of the file that says so. Of maps, what a file says itself holds; lists
  /// begin with what is included. Throws InputError for what cannot be read or includes itself.
  explicit Source(const std::filesystem::path& file);

  [[nodiscard]] const Node& root() const { return *root_; }
  [[nodiscard]] const std::vector<std::string>& files() const { return files_; }
  /// For those who go on changing the tree.
  [[nodiscard]] std::deque<Node>& nodes() { return nodes_; }

 private:
  const Node* read(const std::filesystem::path& file);
  const Node* with_includes(const Node& own, const std::filesystem::path& file);
  const Node* merged(const Node& base, const Node& own);

  std::deque<YamlDocument> documents_;
  std::deque<Node> nodes_;
  std::vector<std::string> files_;
  std::vector<std::filesystem::path> open_;  // those that are being read, each included by the one before
  const Node* root_ = nullptr;
};

}  // namespace scenarios
