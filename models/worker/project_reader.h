#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/worker/config_file.h"
#include "models/worker/project.h"

namespace models::worker {

/// Reads a configuration's parts into a project, and collects what is wrong with them.
class ProjectReader {
 public:
  ProjectReader(const ConfigFile& config, Project& project, std::vector<ProjectProblem>& problems)
      : config_(config), project_(project), problems_(problems) {}

  /// Everything but what is missing (see missing_lines.h).
  void read();

 private:
  using Json = nlohmann::json;

  void read_names();
  void read_durable_objects();
  void read_migrations();
  void read_migration(const Json& migration, const std::string& pointer);
  void rename_class(const std::string& from, const std::string& to, const std::string& pointer);
  void read_vars();
  void read_bundling();
  std::map<std::string, std::string> dictionary(const char* key);
  void read_triggers();
  void read_other_bindings();
  void note_unknown_keys();
  void check_binding_names();
  void check_date();

  void problem(const std::string& pointer, std::string message, std::string remedy = "");
  /// Empty if the key is absent, or a problem if its value is no text.
  std::string text(const Json& object, const std::string& pointer, const char* key);
  std::vector<std::string> texts(const Json& object, const std::string& pointer, const char* key);
  /// The tables of a list, each with its pointer; what is no list or no table is a problem.
  std::vector<std::pair<const Json*, std::string>> tables(const Json& object, const std::string& pointer,
                                                          const char* key);

  const ConfigFile& config_;
  Project& project_;
  std::vector<ProjectProblem>& problems_;
};

}  // namespace models::worker
