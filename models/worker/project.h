#pragma once

// A wrangler project as its configuration describes it.

#include <exception>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace models::worker {

struct ProjectProblem {
  std::string file;
  int line = 0;  // from 1; 0: the file as a whole
  int column = 0;
  std::string message;
  std::string remedy;
};

/// A project that cannot be run as it is, with the lines to add.
class ProjectError : public std::exception {
 public:
  explicit ProjectError(std::vector<ProjectProblem> problems) : problems_(std::move(problems)) {}
  [[nodiscard]] const std::vector<ProjectProblem>& problems() const { return problems_; }
  /// The first problem's message.
  [[nodiscard]] const char* what() const noexcept override {
    return problems_.empty() ? "" : problems_.front().message.c_str();
  }

 private:
  std::vector<ProjectProblem> problems_;
};

struct ObjectBinding {
  std::string name;
  std::string class_name;
};

/// A class that another Worker exports.
struct ForeignBinding {
  std::string name;
  std::string class_name;
  std::string worker;  // as its own configuration names it
};

/// A variable (text, or JSON), an entry point of a Worker, or a binding of another kind.
struct OtherBinding {
  std::string kind;  // "text", "json", "services", or the configuration's own key: "kv_namespaces", ...
  std::string name;
  std::string value;        // services: the entry point; of other kinds: the settings as JSON
  std::string worker = {};  // services: whose, as its own configuration names it
};

/// Files that a glob names are modules of a kind: "Text", "Data", "CompiledWasm", "ESModule", ...
struct ModuleRule {
  std::string type;
  std::vector<std::string> globs;
};

/// What the configuration says about how modules become one.
struct Bundling {
  std::map<std::string, std::string> alias;   // module -> module
  std::map<std::string, std::string> define;  // name -> JavaScript
  std::vector<ModuleRule> rules;
  std::string tsconfig;
  std::string jsx_factory;
  std::string jsx_fragment;
  bool none = false;  // no_bundle: the files are modules as they are
};

/// What flags and date say of Node's modules (recorded on workerd 1.20261117; docs: Workers runtime APIs, "Node.js
/// compatibility"): none; node:async_hooks alone; all of them, imported by their whole names; or by any name, with
/// `Buffer`, `process` and `global` on the global object.
enum class NodeCompat { none, als, v1, v2 };

struct Project {
  std::filesystem::path folder;
  std::string name;
  std::string main;                // relative to folder
  std::string compatibility_date;  // "2026-08-01"
  std::vector<std::string> compatibility_flags;
  std::vector<ObjectBinding> objects;
  std::vector<ForeignBinding> foreign_objects;
  std::vector<std::string> sqlite_classes;  // as the migrations leave them
  std::vector<std::string> kv_classes;      // likewise: on the older key-value backend
  std::vector<OtherBinding> others;
  std::vector<std::string> crons;  // triggers.crons: expressions that CronSchedule reads
  Bundling bundling;
  std::string environment;                // that was chosen; "" for none
  std::vector<std::string> environments;  // that there are
  std::vector<std::string> notes;         // what was read and means nothing here

  [[nodiscard]] bool has_flag(std::string_view flag) const;
  [[nodiscard]] NodeCompat node_compat() const;
  /// Whether the global timers are those of node:timers, which are objects.
  [[nodiscard]] bool has_node_timers() const;
  /// Whether process.env has the variables of the configuration.
  [[nodiscard]] bool populates_process_env() const;
};

/// path: a folder with wrangler.json, .jsonc or .toml (looked for in this order, as wrangler does); such a file; a .js
/// file, which a configuration beside it describes; or a folder or .js file without one. environment: one of the
/// configuration's `env`, "" for none. Throws ProjectError.
[[nodiscard]] Project load_project(const std::filesystem::path& path, const std::string& environment = "");

}  // namespace models::worker
