#pragma once

// A scenario as a tree that can be changed and written again: what a shrinker works on.

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenarios/yaml_document.h"

namespace scenarios::fuzz {

struct Tree {
  Node::Kind kind = Node::Kind::null;
  std::string text = {};  // scalar
  bool quoted = false;    // scalar
  bool path = false;      // scalar: a file's or folder's, from where the process runs
  std::vector<Tree> items = {};
  std::vector<std::pair<std::string, Tree>> entries = {};

  [[nodiscard]] static Tree scalar(std::string text) { return {.kind = Node::Kind::scalar, .text = std::move(text)}; }
  /// Flow or block YAML of our own making.
  [[nodiscard]] static Tree parse(std::string_view yaml);
  [[nodiscard]] Tree* find(std::string_view key);
  /// What stands at the key of a map; made if there is nothing.
  Tree& at(std::string_view key);
  /// Whether this is a scalar, or maps and lists of few: what reads well in one line.
  [[nodiscard]] bool is_short() const;
  bool operator==(const Tree&) const = default;
};

/// One variation of a scenario with all that it includes, `include:` and `vary:` left out. Throws InputError.
[[nodiscard]] Tree self_contained(const std::filesystem::path& file, const std::string& variation);

/// As YAML that reads as this tree. folder: where the file is to stand, absolute; empty: nowhere, as for
/// scenario_from().
[[nodiscard]] std::string yaml(const Tree& tree, const std::filesystem::path& folder = {});

}  // namespace scenarios::fuzz
