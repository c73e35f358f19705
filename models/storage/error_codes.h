#pragma once

#include <string>

namespace models::storage {

/// SQLite's name of a result code, primary or extended: "SQLITE_CONSTRAINT_UNIQUE".
[[nodiscard]] std::string error_code_name(int code);

}  // namespace models::storage
