#pragma once

// What SQL of room code may do (docs/spec/observed.md 5, durable-objects.md 4.3).

namespace models::storage {

enum class Permission : unsigned char { allowed, denied, transaction_statement };

struct SqlAction {
  int code = 0;  // SQLITE_READ, SQLITE_PRAGMA, ...
  const char* first = nullptr;
  const char* second = nullptr;
  const char* database = nullptr;
};

[[nodiscard]] Permission permission_for(const SqlAction& action);

/// A PRAGMA that sets something which holds for the current transaction only, so that it needs one.
[[nodiscard]] bool needs_transaction(const SqlAction& action);

}  // namespace models::storage
