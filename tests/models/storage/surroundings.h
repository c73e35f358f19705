#pragma once

#include <cstddef>
#include <cstdint>

#include "models/storage/open_databases.h"
#include "models/storage/rows.h"

namespace tests {

/// A clock that a test sets, and numbers that count up.
class StillSurroundings final : public models::storage::Surroundings {
 public:
  explicit StillSurroundings(std::size_t open_databases = 64) : open(open_databases) {}
  std::int64_t now_ms() override { return now; }
  std::uint64_t random_bits() override { return ++drawn; }
  models::storage::OpenDatabases& open_databases() override { return open; }
  models::storage::OpenDatabases open;
  std::int64_t now = 1'785'542'400'000;  // 2026-08-01T00:00:00Z
  std::uint64_t drawn = 0;
};

}  // namespace tests
