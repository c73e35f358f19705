#include "models/storage/key_value_page.h"

#include <algorithm>
#include <utility>

namespace models::storage {
namespace {

// SQLite's file format: a page, its header, and the largest record that is kept in it whole.
constexpr std::size_t kPageBytes = 4096, kHeaderBytes = 8, kPointerBytes = 2;
constexpr std::size_t kLargestLocal = (kPageBytes - 12) * 64 / 255 - 23;

std::size_t varint_bytes(std::uint64_t value) {
  std::size_t bytes = 1;
  while (value >= 128) {
    value >>= 7;
    ++bytes;
  }
  return bytes;
}

std::size_t record_bytes(std::size_t key_bytes, std::size_t value_bytes) {
  return 1 + varint_bytes(2 * key_bytes + 13) + varint_bytes(2 * value_bytes + 12) + key_bytes + value_bytes;
}

}  // namespace

std::size_t KeyValuePage::cell_bytes(std::size_t key_bytes, std::size_t value_bytes) {
  const std::size_t record = record_bytes(key_bytes, value_bytes);
  return std::max<std::size_t>(4, varint_bytes(record) + record) + kPointerBytes;
}

const std::string* KeyValuePage::get(std::string_view key, Rows& rows) const {
  const auto it = values_.find(key);
  if (it == values_.end()) return nullptr;
  rows.read += 1;
  return &it->second;
}

bool KeyValuePage::fits(std::string_view key, std::string_view value) const {
  if (record_bytes(key.size(), value.size()) > kLargestLocal) return false;
  std::size_t bytes = kHeaderBytes + cells_bytes_ + cell_bytes(key.size(), value.size());
  const auto it = values_.find(key);
  if (it != values_.end()) bytes -= cell_bytes(it->first.size(), it->second.size());
  return bytes <= kPageBytes;
}

std::optional<std::string> KeyValuePage::assign(std::string_view key, std::optional<std::string> value) {
  std::optional<std::string> before;
  const auto it = values_.find(key);
  if (it != values_.end()) {
    cells_bytes_ -= cell_bytes(key.size(), it->second.size());
    before = std::move(it->second);
  }
  if (value) {
    cells_bytes_ += cell_bytes(key.size(), value->size());
    if (it != values_.end())
      it->second = std::move(*value);
    else
      values_.emplace(std::string(key), std::move(*value));
  } else if (it != values_.end()) {
    values_.erase(it);
  }
  return before;
}

void KeyValuePage::clear() {
  cells_bytes_ = 0;
  values_.clear();
}

// A seek counts one, found or not, and each step that lands on a row counts one, also on the row that ends the range.
void KeyValuePage::list(const KeyRange& range, std::optional<std::uint32_t> limit, bool reverse, Rows& rows,
                        const Visit& visit) const {
  if (range.empty()) return;
  rows.read += 1;
  std::uint32_t found = 0;
  const auto more = [&](const Values::value_type& pair) {
    visit(pair.first, pair.second);
    return !limit || ++found < *limit;
  };
  if (!reverse) {
    auto it = values_.lower_bound(range.first);
    for (; it != values_.end() && !(range.end && it->first >= *range.end); ++rows.read) {
      if (!more(*it)) return;
      if (++it == values_.end()) return;
    }
    return;
  }
  auto it = range.end ? values_.lower_bound(*range.end) : values_.end();
  if (it == values_.begin()) return;
  for (--it; it->first >= range.first; --it, ++rows.read) {
    if (!more(*it)) return;
    if (it == values_.begin()) return;
  }
}

}  // namespace models::storage
