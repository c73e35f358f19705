#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace models::storage {

struct SqlNull {};
struct SqlBlob {
  std::string bytes;
};
/// A value of SQLite: NULL, INTEGER, REAL, TEXT (UTF-8) or BLOB.
using SqlValue = std::variant<SqlNull, std::int64_t, double, std::string, SqlBlob>;
using SqlRow = std::vector<SqlValue>;

/// What room code is told, in the runtime's own words.
struct SqlError {
  std::string message;
};

}  // namespace models::storage
