#include "models/worker/d1_schema.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace models::worker {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::string text_in(const json& table, const char* key, const char* otherwise) {
  const auto found = table.find(key);
  return found != table.end() && found->is_string() ? found->get<std::string>() : otherwise;
}

}  // namespace

std::vector<SchemaFile> schema_of(const Project& project, const json& database) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry :
       fs::directory_iterator(project.folder / text_in(database, "migrations_dir", "migrations"), error))
    if (entry.is_regular_file(error) && entry.path().extension() == ".sql") files.push_back(entry.path());
  std::ranges::sort(files);
  if (files.empty() && fs::is_regular_file(project.folder / "schema.sql", error))
    files.push_back(project.folder / "schema.sql");
  std::vector<SchemaFile> schema;
  for (const fs::path& file : files)
    schema.push_back({file.lexically_relative(project.folder).generic_string(), text_of(file)});
  return schema;
}

std::string settings_of(const Project& project, const OtherBinding& binding) {
  if (binding.kind != "d1_databases") return binding.value;
  json settings = json::parse(binding.value);
  settings["schema"] = json::array();
  for (const auto& [file, sql] : schema_of(project, settings))
    settings["schema"].push_back({{"file", file}, {"sql", sql}});
  return settings.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace models::worker
