#include "models/storage/rows.h"

namespace models::storage {
namespace {

/// The first key behind all that begin with the prefix; none if there is no such key.
std::optional<std::string> behind_prefix(std::string prefix) {
  while (!prefix.empty()) {
    const auto last = static_cast<unsigned char>(prefix.back());
    if (last != 0xff) {
      prefix.back() = static_cast<char>(last + 1);
      return prefix;
    }
    prefix.pop_back();
  }
  return std::nullopt;
}

}  // namespace

KeyRange range_of(const ListOptions& options) {
  KeyRange range{.first = options.start.value_or(""), .end = options.end};
  if (options.start_after) range.first = *options.start_after + '\0';
  if (options.prefix) {
    if (range.first < *options.prefix) range.first = *options.prefix;
    const auto behind = behind_prefix(*options.prefix);
    if (behind && (!range.end || *behind < *range.end)) range.end = behind;
  }
  return range;
}

}  // namespace models::storage
