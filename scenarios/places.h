#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/map_reader.h"

namespace scenarios {

/// The places that a group's texts may have: those of every group, and its own.
class Places {
 public:
  explicit Places(const std::vector<std::string>& own);

  /// In flow style `{n}` would begin a map, so `<n>` means the same: with braces from here on.
  [[nodiscard]] std::string braced(std::string_view text) const;
  /// Whether this is one place and nothing else, in braces.
  [[nodiscard]] bool is_place(std::string_view text) const;
  /// A place in braces that nothing fills in is a slip in an address, where braces have no other use.
  void check(const Node& node, std::string_view text, Problems& problems) const;

 private:
  [[nodiscard]] bool names_place(std::string_view inside) const;

  std::vector<std::string> names_;
};

}  // namespace scenarios
