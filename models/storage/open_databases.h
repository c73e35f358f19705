#pragma once

// Which rooms' databases are open. An open one costs about a hundred kilobytes, so that only those used last stay so;
// the others are compressed images.

#include <cstddef>
#include <cstdint>
#include <list>

namespace models::storage {

class SqlDatabase;

class OpenDatabases {
 public:
  explicit OpenDatabases(std::size_t most = 64) : most_(most) {}

  /// This one is open and was used last. Others may be put away for it.
  void used(SqlDatabase& database);
  void closed(SqlDatabase& database);
  [[nodiscard]] std::size_t count() const { return open_.size(); }
  [[nodiscard]] std::uint64_t next_name() { return next_name_++; }

 private:
  friend class SqlDatabase;
  std::size_t most_;
  std::list<SqlDatabase*> open_;  // the one used last comes first
  std::uint64_t next_name_ = 0;
};

}  // namespace models::storage
