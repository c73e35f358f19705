#pragma once

// Words that all of a room's storage shares.

#include <cstdint>
#include <optional>
#include <string>

namespace models::storage {

/// What a bill counts (docs/spec/pricing.md 2.3).
struct Rows {
  std::uint64_t read = 0;
  std::uint64_t written = 0;
  Rows& operator+=(const Rows& more) {
    read += more.read;
    written += more.written;
    return *this;
  }
  friend bool operator==(const Rows&, const Rows&) = default;
};

struct ListOptions {
  std::optional<std::string> start;        // inclusive
  std::optional<std::string> start_after;  // exclusive
  std::optional<std::string> end;          // exclusive
  std::optional<std::string> prefix;
  std::optional<std::uint32_t> limit;
  bool reverse = false;
  bool continues = false;  // from where an earlier list() stopped: the step there counts, not a new seek
};

/// ListOptions as one range of keys: from first (inclusive) to end (exclusive, none: no end).
struct KeyRange {
  std::string first;
  std::optional<std::string> end;
  [[nodiscard]] bool empty() const { return end && *end <= first; }
};
[[nodiscard]] KeyRange range_of(const ListOptions& options);

/// Counts transactions of one room; the first is 1.
using TransactionId = std::uint64_t;

class OpenDatabases;

/// What a room's storage can ask of the world around it: never the machine's own clock or randomness.
class Surroundings {
 public:
  virtual ~Surroundings() = default;
  [[nodiscard]] virtual std::int64_t now_ms() = 0;
  [[nodiscard]] virtual std::uint64_t random_bits() = 0;
  [[nodiscard]] virtual OpenDatabases& open_databases() = 0;
};

}  // namespace models::storage
