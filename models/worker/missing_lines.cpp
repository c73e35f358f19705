#include "models/worker/missing_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <string_view>

#include "models/worker/source_hints.h"

namespace models::worker {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDate = "2026-08-01";

std::string in_quotes(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += fmt::format("{}\"{}\"", list.empty() ? "" : ", ", name);
  return list;
}

/// Lines that a configuration lacks. In TOML, keys must stand above the first [table], and tables may follow.
struct Lines {
  bool toml = true;
  std::vector<std::string> missing;  // what the message names
  std::string keys;
  std::string tables;

  void add(const std::string& key, std::string_view value) {
    missing.push_back(key);
    keys += toml ? fmt::format("{} = \"{}\"\n", key, value) : fmt::format("\"{}\": \"{}\",\n", key, value);
  }

  void add_bindings(const std::vector<SuggestedObject>& objects) {
    missing.emplace_back("durable_objects.bindings");
    std::string list;
    for (const SuggestedObject& object : objects) {
      if (toml) {
        tables += fmt::format("\n[[durable_objects.bindings]]\nname = \"{}\"\nclass_name = \"{}\"\n", object.binding,
                              object.class_name);
      } else {
        list += fmt::format("{}{{ \"name\": \"{}\", \"class_name\": \"{}\" }}", list.empty() ? "" : ", ",
                            object.binding, object.class_name);
      }
    }
    if (!toml) keys += fmt::format("\"durable_objects\": {{ \"bindings\": [{}] }},\n", list);
  }

  void add_migration(std::size_t number, const std::vector<std::string>& classes) {
    missing.push_back(fmt::format("migration for {}", fmt::join(classes, ", ")));
    if (toml) {
      tables += fmt::format("\n[[migrations]]\ntag = \"v{}\"\nnew_sqlite_classes = [{}]\n", number, in_quotes(classes));
    } else if (number == 1) {
      keys +=
          fmt::format("\"migrations\": [{{ \"tag\": \"v1\", \"new_sqlite_classes\": [{}] }}],\n", in_quotes(classes));
    } else {
      tables += fmt::format("\nin \"migrations\": {{ \"tag\": \"v{}\", \"new_sqlite_classes\": [{}] }}\n", number,
                            in_quotes(classes));
    }
  }

  [[nodiscard]] std::string remedy() const {
    std::string text;
    if (!keys.empty()) text = fmt::format("add {}:\n\n{}", toml ? "at the top of the file" : "within { }", keys);
    if (tables.empty()) return text;
    if (!text.empty()) text += "\nand ";
    return text + (toml ? "add at its end:\n" : "add ") + tables;
  }
};

/// A name that wrangler takes: lower-case letters, digits and dashes.
std::string likely_name(const fs::path& folder) {
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(folder, error);
  std::string name;
  for (const char c : (error ? folder : whole).filename().string()) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain) name += c;
    if (c >= 'A' && c <= 'Z') name += static_cast<char>(c - 'A' + 'a');
    if (!plain && (c < 'A' || c > 'Z') && !name.empty() && name.back() != '-') name += '-';
  }
  return name.empty() ? "my-worker" : name;
}

/// Classes that the bindings name and no migration has created.
std::vector<std::string> classes_without_migration(const std::vector<std::string>& classes, const Project& project) {
  std::vector<std::string> result;
  for (const std::string& name : classes) {
    const bool known = std::ranges::find(project.sqlite_classes, name) != project.sqlite_classes.end() ||
                       std::ranges::find(project.kv_classes, name) != project.kv_classes.end() ||
                       std::ranges::find(result, name) != result.end();
    if (!known) result.push_back(name);
  }
  return result;
}

std::size_t migrations_in(const nlohmann::json& root) {
  const auto found = root.find("migrations");
  return found != root.end() && found->is_array() ? found->size() : 0;
}

bool bound_in_environments(const nlohmann::json& root) {
  const nlohmann::json all = root.value("env", nlohmann::json::object());
  return std::ranges::any_of(all, [](const auto& one) { return one.is_object() && one.contains("durable_objects"); });
}

bool is_source(std::string_view word) {
  constexpr std::array<std::string_view, 6> kSources{".js", ".mjs", ".ts", ".mts", ".tsx", ".jsx"};
  return std::ranges::any_of(kSources, [&](std::string_view ending) { return word.ends_with(ending); });
}

/// The entry file that package.json gives to the vendor's tool: "dev": "wrangler dev src/index.ts".
std::string scripted_main(const fs::path& folder) {
  const auto package = nlohmann::json::parse(text_of_file(folder / "package.json"), nullptr, false);
  if (!package.is_object() || !package.contains("scripts") || !package["scripts"].is_object()) return "";
  for (const auto& [name, script] : package["scripts"].items()) {
    std::istringstream words(script.is_string() ? script.get<std::string>() : "");
    bool wrangler = false;
    for (std::string word; words >> word;) {
      std::error_code error;
      wrangler = wrangler || word == "wrangler";
      if (wrangler && is_source(word) && fs::is_regular_file(folder / word, error)) return word;
    }
  }
  return "";
}

}  // namespace

std::string likely_main(const fs::path& folder) {
  constexpr std::array<std::string_view, 8> kNames{"worker.js",  "index.js",  "src/index.js", "src/worker.js",
                                                   "worker.mjs", "index.mjs", "src/index.ts", "src/worker.ts"};
  std::error_code error;
  for (const std::string_view name : kNames)
    if (fs::is_regular_file(folder / name, error)) return std::string(name);
  return "";
}

void check_missing(const ConfigFile& config, Project& project, std::vector<ProjectProblem>& problems) {
  const auto absent = [&](const char* key) { return !config.root.contains(key); };
  Lines lines;
  lines.toml = config.is_toml();
  const std::string guess = likely_main(project.folder);
  const bool nameless = absent("name"), undated = absent("compatibility_date");
  if (nameless) lines.add("name", likely_name(project.folder));
  if (absent("main")) project.main = scripted_main(project.folder);
  if (absent("main")) lines.add("main", !project.main.empty() ? project.main : guess.empty() ? "worker.js" : guess);
  if (undated) lines.add("compatibility_date", kDate);

  std::vector<std::string> classes;
  for (const ObjectBinding& object : project.objects) classes.push_back(object.class_name);
  bool unbound = false;
  if (absent("durable_objects") && !bound_in_environments(config.root)) {
    const std::string& main = project.main.empty() ? guess : project.main;
    const auto objects = suggested_objects(main.empty() ? "" : text_of_file(project.folder / main));
    for (const SuggestedObject& object : objects) classes.push_back(object.class_name);
    unbound = !objects.empty();
    if (unbound) lines.add_bindings(objects);
  }
  const std::vector<std::string> uncreated = classes_without_migration(classes, project);
  if (!uncreated.empty()) lines.add_migration(migrations_in(config.root) + 1, uncreated);

  if (lines.missing.empty()) return;
  std::string message = fmt::format("the configuration has no {}", fmt::join(lines.missing, ", "));
  if (project.main.empty() || unbound)
    return problems.push_back({config.path.string(), 0, 0, std::move(message), lines.remedy()});
  if (nameless) project.name = likely_name(project.folder);
  if (undated) project.compatibility_date = kDate;
  project.sqlite_classes.insert(project.sqlite_classes.end(), uncreated.begin(), uncreated.end());
  project.notes.push_back(fmt::format("{}: {}; what deploying needs is assumed: {}", config.path.filename().string(),
                                      message, lines.remedy()));
}

}  // namespace models::worker
