#pragma once

// Key-value pairs while they are few: what SQLite would hold in one leaf page of its hidden table, as a plain map. As
// long as they fit that page, results, row counts and the file's size are those of SQLite, known without running it
// (docs/decisions/0009).

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "models/storage/rows.h"

namespace models::storage {

class KeyValuePage {
 public:
  using Values = std::map<std::string, std::string, std::less<>>;
  using Visit = std::function<void(std::string_view key, std::string_view value)>;

  [[nodiscard]] const std::string* get(std::string_view key, Rows& rows) const;
  /// Whether the page could hold this pair, in place of what it holds for the key.
  [[nodiscard]] bool fits(std::string_view key, std::string_view value) const;
  void list(const KeyRange& range, std::optional<std::uint32_t> limit, bool reverse, Rows& rows,
            const Visit& visit) const;

  /// Uncounted; what the key held before. No value: the key goes.
  std::optional<std::string> assign(std::string_view key, std::optional<std::string> value);

  [[nodiscard]] const Values& values() const { return values_; }
  [[nodiscard]] std::size_t size() const { return values_.size(); }
  void clear();

 private:
  [[nodiscard]] static std::size_t cell_bytes(std::size_t key_bytes, std::size_t value_bytes);

  Values values_;
  std::size_t cells_bytes_ = 0;
};

}  // namespace models::storage
