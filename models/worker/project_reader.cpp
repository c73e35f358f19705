#include "models/worker/project_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <set>
#include <utility>

#include "models/worker/binding_kinds.h"
#include "models/worker/cron_schedule.h"

namespace models::worker {
namespace {

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

/// Whatever else stands there is as if nothing did.
std::string text_or(const nlohmann::json& table, const char* key, const char* fallback) {
  const auto found = table.find(key);
  return found != table.end() && found->is_string() ? found->get<std::string>() : fallback;
}

std::optional<int> number_of(std::string_view digits) {
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto year = number_of(text.substr(0, 4));
  const auto month = number_of(text.substr(5, 2));
  const auto day = number_of(text.substr(8, 2));
  if (!year || !month || !day || *month < 1 || *day < 1) return false;
  return std::chrono::year_month_day(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                     std::chrono::day(static_cast<unsigned>(*day)))
      .ok();
}

}  // namespace

void ProjectReader::problem(const std::string& pointer, std::string message, std::string remedy) {
  const Position at = config_.position_of(pointer);
  problems_.push_back({config_.path.string(), at.line, at.column, std::move(message), std::move(remedy)});
}

std::string ProjectReader::text(const Json& object, const std::string& pointer, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) return "";
  if (found->is_string()) return found->get<std::string>();
  problem(pointer + "/" + key, fmt::format("`{}` must be text, not {}", key, found->dump()), "put it in double quotes");
  return "";
}

std::vector<std::string> ProjectReader::texts(const Json& object, const std::string& pointer, const char* key) {
  std::vector<std::string> result;
  const auto found = object.find(key);
  if (found == object.end()) return result;
  const bool fits = found->is_array() && std::ranges::all_of(*found, [](const Json& one) { return one.is_string(); });
  if (!fits) {
    problem(pointer + "/" + key, fmt::format("`{}` must be a list of texts", key), fmt::format("{} = [\"...\"]", key));
    return result;
  }
  for (const Json& one : *found) result.push_back(one.get<std::string>());
  return result;
}

std::vector<std::pair<const nlohmann::json*, std::string>> ProjectReader::tables(const Json& object,
                                                                                 const std::string& pointer,
                                                                                 const char* key) {
  std::vector<std::pair<const Json*, std::string>> result;
  const auto found = object.find(key);
  if (found == object.end()) return result;
  const std::string inner = pointer + "/" + key;
  if (!found->is_array()) {
    problem(inner, fmt::format("`{}` must be a list", key),
            config_.is_toml() ? fmt::format("in TOML: [[{}]]", key) : fmt::format("\"{}\": [{{ ... }}]", key));
    return result;
  }
  for (std::size_t i = 0; i < found->size(); ++i) {
    if ((*found)[i].is_object()) {
      result.emplace_back(&(*found)[i], fmt::format("{}/{}", inner, i));
    } else {
      problem(fmt::format("{}/{}", inner, i), fmt::format("each of `{}` must be a table", key));
    }
  }
  return result;
}

void ProjectReader::read() {
  read_names();
  read_durable_objects();
  read_migrations();
  read_vars();
  read_bundling();
  read_triggers();
  read_other_bindings();
  note_unknown_keys();
  check_binding_names();
}

void ProjectReader::read_names() {
  project_.name = text(config_.root, "", "name");
  project_.main = text(config_.root, "", "main");
  project_.compatibility_date = text(config_.root, "", "compatibility_date");
  project_.compatibility_flags = texts(config_.root, "", "compatibility_flags");
  check_date();
}

void ProjectReader::check_date() {
  const std::string& date = project_.compatibility_date;
  if (date.empty() || is_date(date)) return;
  problem("/compatibility_date", fmt::format("compatibility_date \"{}\" is no date", date),
          "it is written year-month-day: 2026-08-01");
}

void ProjectReader::read_durable_objects() {
  const auto section = config_.root.find("durable_objects");
  if (section == config_.root.end()) return;
  if (!section->is_object()) return problem("/durable_objects", "`durable_objects` must be a table with `bindings`");
  for (const auto& [binding, pointer] : tables(*section, "/durable_objects", "bindings")) {
    ObjectBinding object{text(*binding, pointer, "name"), text(*binding, pointer, "class_name")};
    const std::string script = text(*binding, pointer, "script_name");
    if (object.name.empty() || object.class_name.empty()) {
      problem(pointer, "a Durable Object binding needs `name` and `class_name`",
              "name = \"ROOMS\"\nclass_name = \"ChatRoom\"");
    } else if (!script.empty() && script != project_.name) {
      project_.foreign_objects.push_back({std::move(object.name), std::move(object.class_name), script});
    } else {
      project_.objects.push_back(std::move(object));
    }
  }
}

void ProjectReader::read_migrations() {
  std::set<std::string> tags;
  for (const auto& [migration, pointer] : tables(config_.root, "", "migrations")) {
    const std::string tag = text(*migration, pointer, "tag");
    if (tag.empty()) problem(pointer, "a migration needs a `tag`", "tag = \"v1\"");
    if (!tag.empty() && !tags.insert(tag).second)
      problem(pointer, fmt::format("two migrations have the tag \"{}\"", tag), "a tag is applied once");
    read_migration(*migration, pointer);
  }
}

void ProjectReader::read_migration(const Json& migration, const std::string& pointer) {
  const auto add = [&](std::vector<std::string>& classes, const char* key) {
    for (const std::string& name : texts(migration, pointer, key)) {
      if (has(project_.sqlite_classes, name) || has(project_.kv_classes, name))
        problem(pointer, fmt::format("the class {} is created a second time", name), "create it in one migration only");
      classes.push_back(name);
    }
  };
  add(project_.sqlite_classes, "new_sqlite_classes");
  add(project_.kv_classes, "new_classes");
  for (const auto& [rename, inner] : tables(migration, pointer, "renamed_classes"))
    rename_class(text(*rename, inner, "from"), text(*rename, inner, "to"), inner);
  for (const std::string& name : texts(migration, pointer, "deleted_classes")) {
    const auto erased = std::erase(project_.sqlite_classes, name) + std::erase(project_.kv_classes, name);
    if (erased == 0) problem(pointer, fmt::format("the class {} is deleted, but no migration created it", name));
  }
}

void ProjectReader::rename_class(const std::string& from, const std::string& to, const std::string& pointer) {
  if (from.empty() || to.empty()) return problem(pointer, "a renamed class needs `from` and `to`");
  if (!has(project_.sqlite_classes, from) && !has(project_.kv_classes, from))
    return problem(pointer, fmt::format("the class {} is renamed, but no migration created it", from));
  std::ranges::replace(project_.sqlite_classes, from, to);
  std::ranges::replace(project_.kv_classes, from, to);
}

void ProjectReader::read_vars() {
  const auto vars = config_.root.find("vars");
  if (vars == config_.root.end()) return;
  if (!vars->is_object()) return problem("/vars", "`vars` must be a table");
  for (const auto& [name, value] : vars->items()) {
    const bool is_text = value.is_string();
    project_.others.push_back({is_text ? "text" : "json", name, is_text ? value.get<std::string>() : value.dump()});
  }
}

std::map<std::string, std::string> ProjectReader::dictionary(const char* key) {
  std::map<std::string, std::string> result;
  const auto found = config_.root.find(key);
  if (found == config_.root.end()) return result;
  const std::string pointer = fmt::format("/{}", key);
  if (!found->is_object()) {
    problem(pointer, fmt::format("`{}` must be a table", key));
    return result;
  }
  for (const auto& [name, value] : found->items()) {
    if (value.is_string())
      result[name] = value.get<std::string>();
    else
      problem(pointer + "/" + name, fmt::format("`{}.{}` must be text, not {}", key, name, value.dump()),
              "put it in double quotes");
  }
  return result;
}

void ProjectReader::read_bundling() {
  Bundling& bundling = project_.bundling;
  bundling.alias = dictionary("alias");
  bundling.define = dictionary("define");
  bundling.tsconfig = text(config_.root, "", "tsconfig");
  bundling.jsx_factory = text(config_.root, "", "jsx_factory");
  bundling.jsx_fragment = text(config_.root, "", "jsx_fragment");
  const auto none = config_.root.find("no_bundle");
  bundling.none = none != config_.root.end() && *none == true;
  for (const auto& [rule, pointer] : tables(config_.root, "", "rules"))
    bundling.rules.push_back({text(*rule, pointer, "type"), texts(*rule, pointer, "globs")});
}

void ProjectReader::read_triggers() {
  const auto triggers = config_.root.find("triggers");
  if (triggers == config_.root.end()) return;
  if (!triggers->is_object()) return problem("/triggers", "`triggers` must be a table with `crons`");
  for (const std::string& cron : texts(*triggers, "/triggers", "crons")) {
    std::string wrong;
    if (CronSchedule::parse(cron, wrong))
      project_.crons.push_back(cron);
    else
      problem("/triggers/crons", fmt::format("\"{}\" is no cron expression: {}", cron, wrong),
              "for example: \"*/5 * * * *\", every five minutes");
  }
}

void ProjectReader::read_other_bindings() {
  for (const BindingKind& kind : kBindingKinds) {
    const Json* found = &config_.root;
    for (const std::string_view key : {kind.key, kind.inner}) {
      if (key.empty() || found == nullptr) continue;
      const auto next = found->is_object() ? found->find(std::string(key)) : found->end();
      found = found->is_object() && next != found->end() ? &*next : nullptr;
    }
    if (found == nullptr) continue;
    const auto add = [&](const Json& one) -> void {
      const auto name = one.is_object() ? one.find(std::string(kind.name)) : one.end();
      // Assets without a name are what comes before the Worker.
      if (kind.key == "assets" && one.is_object() && name == one.end())
        return project_.others.push_back({"assets", "", one.dump()});
      if (!one.is_object() || name == one.end() || !name->is_string()) return;
      if (kind.key == "services")
        project_.others.push_back({std::string(kind.key), name->get<std::string>(),
                                   text_or(one, "entrypoint", "default"), text_or(one, "service", "")});
      else
        project_.others.push_back({std::string(kind.key), name->get<std::string>(), one.dump()});
    };
    if (found->is_array()) {
      for (const Json& one : *found) add(one);
    } else {
      add(*found);
    }
  }
}

void ProjectReader::note_unknown_keys() {
  const std::string file = config_.path.filename().string();
  for (const auto& [key, value] : config_.root.items()) {
    const bool read = std::ranges::find(kReadKeys, key) != kReadKeys.end() ||
                      std::ranges::find(kIgnoredKeys, key) != kIgnoredKeys.end() ||
                      std::ranges::find(kBindingKinds, key, &BindingKind::key) != kBindingKinds.end();
    if (read) continue;
    const int line = config_.position_of("/" + key).line;
    project_.notes.push_back(
        key == "env"
            ? fmt::format("{}:{}: of the environments in `env`, none is chosen: the top level runs", file, line)
            : fmt::format("{}:{}: `{}` means nothing to Dormouse", file, line, key));
  }
}

void ProjectReader::check_binding_names() {
  std::set<std::string> names;
  const auto check = [&](const std::string& name, const char* pointer) {
    if (!names.insert(name).second)
      problem(pointer, fmt::format("two bindings are called {}", name), "env can hold one value under a name");
  };
  for (const ObjectBinding& object : project_.objects) check(object.name, "/durable_objects");
  for (const ForeignBinding& object : project_.foreign_objects) check(object.name, "/durable_objects");
  for (const OtherBinding& other : project_.others)
    check(other.name, other.kind == "text" || other.kind == "json" ? "/vars" : "");
}

}  // namespace models::worker
