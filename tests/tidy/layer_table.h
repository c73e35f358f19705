#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/tidy/finding.h"

namespace tests::tidy {

/// The architecture as CMakeLists.txt states it.
struct LayerTable {
  struct Library {
    std::string name;
    std::string prefix;             // of its includes
    std::set<std::string> folders;  // that may include it; see the table's head in CMakeLists.txt
  };
  std::map<std::string, std::set<std::string>> layers;  // folder -> folders that it may include, itself among them
  std::vector<Library> libraries;
};

/// Throws std::runtime_error when a table is missing or a row has not its columns.
[[nodiscard]] LayerTable parse_layer_table(std::string_view cmake_lists);

/// Every #include of a project header against the layers: rules "layers" and "unknown-folder".
[[nodiscard]] Findings check_layers(const LayerTable& table, const SourceTree& tree);

/// Every other #include: rules "third-party" and "unknown-include".
[[nodiscard]] Findings check_third_party(const LayerTable& table, const SourceTree& tree);

}  // namespace tests::tidy
