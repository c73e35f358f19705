#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "models/worker/project.h"

namespace models::worker {

/// What makes a D1 database's tables: the migrations of its `migrations_dir`, in the order in which the vendor's tool
/// applies them; without any, schema.sql beside the configuration.
struct SchemaFile {
  std::string file;  // relative to the project's folder
  std::string sql;
};
[[nodiscard]] std::vector<SchemaFile> schema_of(const Project& project, const nlohmann::json& database);

/// What the code is given of a binding: the configuration's settings, of a D1 database with its schema.
[[nodiscard]] std::string settings_of(const Project& project, const OtherBinding& binding);

}  // namespace models::worker
