#include "models/worker/project.h"

#include <algorithm>
#include <string>
#include <vector>

#include "models/worker/d1_schema.h"
#include "tests/catch.h"
#include "tests/models/worker/project_folder.h"
#include "tests/says.h"

using tests::check_says;
using tests::worker::kToml;
using tests::worker::kWorker;
using tests::worker::ProjectFolder;
using Names = std::vector<std::string>;

namespace {

/// "ROOMS=ChatRoom" for each Durable Object binding.
Names bound(const models::worker::Project& project) {
  Names names;
  for (const auto& object : project.objects) names.push_back(object.name + "=" + object.class_name);
  return names;
}

/// "text GREETING=hello" for each other binding.
Names others(const models::worker::Project& project) {
  Names names;
  for (const auto& other : project.others) names.push_back(other.kind + " " + other.name + "=" + other.value);
  std::ranges::sort(names);
  return names;
}

constexpr const char* kJsonc = R"({
  // a comment, with a "quote" and a comma,
  "name": "chat", /* "name": "no" */
  "main": "worker.js",
  "compatibility_date": "2026-08-01",
  "compatibility_flags": ["nodejs_compat",],
  "vars": { "URL": "http://a/*b*/,}", },
  "durable_objects": { "bindings": [{ "name": "ROOMS", "class_name": "ChatRoom" }, ] },
  "migrations": [{ "tag": "v1", "new_sqlite_classes": ["ChatRoom"] }],
}
)";

}  // namespace

TEST_CASE("a service binding to the Worker itself names its entry point; one to another Worker has no model") {
  ProjectFolder folder;
  const auto project = folder.with("worker.js", kWorker)
                           .with("wrangler.toml", std::string(kToml) +
                                                      "\n[[services]]\nbinding = \"SELF\"\nservice = \"chat\"\n"
                                                      "entrypoint = \"Admin\"\n"
                                                      "\n[[services]]\nbinding = \"ME\"\nservice = \"chat\"\n"
                                                      "\n[[services]]\nbinding = \"YOU\"\nservice = \"other\"\n")
                           .load();
  CHECK(others(project) == Names{"services ME=default", "services SELF=Admin", "services YOU=default"});
}

TEST_CASE("a project is read from wrangler.toml") {
  ProjectFolder folder;
  const auto project =
      folder.with("worker.js", kWorker)
          .with("wrangler.toml", "compatibility_flags = [\"nodejs_compat\"]\n" + std::string(kToml) +
                                     "\n[vars]\nGREETING = \"hello\"\nLIMITS = { rooms = 3, open = true }\n")
          .load();
  CHECK(project.name == "chat");
  CHECK(project.folder == folder.path());
  CHECK(project.main == "worker.js");
  CHECK(project.compatibility_date == "2026-08-01");
  CHECK(project.has_flag("nodejs_compat"));
  CHECK_FALSE(project.has_flag("nodejs"));
  CHECK(bound(project) == Names{"ROOMS=ChatRoom"});
  CHECK(project.sqlite_classes == Names{"ChatRoom"});
  CHECK(others(project) == Names{"json LIMITS={\"open\":true,\"rooms\":3}", "text GREETING=hello"});
  CHECK(project.notes.empty());
}

TEST_CASE("a project is read from wrangler.jsonc, with its comments and trailing commas") {
  ProjectFolder folder;
  const auto project = folder.with("worker.js", kWorker).with("wrangler.jsonc", kJsonc).load();
  CHECK(project.name == "chat");
  CHECK(bound(project) == Names{"ROOMS=ChatRoom"});
  CHECK(others(project) == Names{"text URL=http://a/*b*/,}"});
  CHECK(project.has_flag("nodejs_compat"));
}

TEST_CASE("of several configurations, the one that wrangler would take counts") {
  ProjectFolder folder;
  folder.with("worker.js", kWorker).with("wrangler.toml", "name = 3").with("wrangler.jsonc", kJsonc);
  CHECK(folder.load().name == "chat");
  check_says(folder.refusal("wrangler.toml"), "wrangler.toml:1:1: `name` must be text, not 3");
}

TEST_CASE("a bare wrangler.toml is answered with every line to add, at once") {
  ProjectFolder folder;
  folder.with("worker.js", kWorker).with("wrangler.toml", "workers_dev = true\n");
  CHECK(
      folder.refusal() ==
      R"(wrangler.toml:0:0: the configuration has no name, main, compatibility_date, durable_objects.bindings, migration for ChatRoom
add at the top of the file:

name = "chat-room-1"
main = "worker.js"
compatibility_date = "2026-08-01"

and add at its end:

[[durable_objects.bindings]]
name = "ROOMS"
class_name = "ChatRoom"

[[migrations]]
tag = "v1"
new_sqlite_classes = ["ChatRoom"]

)");
}

TEST_CASE("the lines that a bare wrangler.toml is told to add make a project of it") {
  ProjectFolder folder;
  folder.with("worker.js", kWorker).with("wrangler.toml", "");
  std::string remedy;
  try {
    static_cast<void>(folder.load());
    FAIL("accepted");
  } catch (const models::worker::ProjectError& error) {
    remedy = error.problems().at(0).remedy;
  }
  for (const std::string words : {"add at the top of the file:", "and add at its end:"})
    remedy.erase(remedy.find(words), words.size());
  CHECK(bound(folder.with("wrangler.toml", remedy).load()) == Names{"ROOMS=ChatRoom"});
}

TEST_CASE("the lines for a bare wrangler.json are JSON") {
  ProjectFolder folder;
  folder.with("src/index.js", kWorker).with("wrangler.json", "{}");
  const std::string said = folder.refusal();
  check_says(said, "\"main\": \"src/index.js\",");
  check_says(said, R"("durable_objects": { "bindings": [{ "name": "ROOMS", "class_name": "ChatRoom" }] },)");
  check_says(said, R"("migrations": [{ "tag": "v1", "new_sqlite_classes": ["ChatRoom"] }],)");
}

TEST_CASE("a Worker without Durable Objects is asked for no bindings") {
  ProjectFolder folder;
  folder.with("worker.js", "class Cache {}\n// export class A extends DurableObject {}\nexport default {};\n")
      .with("wrangler.toml", "name = \"a\"\nmain = \"worker.js\"\ncompatibility_date = \"2026-08-01\"\n");
  CHECK(folder.load().objects.empty());
}

TEST_CASE("a class that no migration creates is on SQLite, and a note has the next migration") {
  ProjectFolder folder;
  folder.with("worker.js", kWorker)
      .with("wrangler.toml",
            std::string(kToml) + "\n[[durable_objects.bindings]]\nname = \"LOG\"\nclass_name = \"Log\"\n");
  const auto project = folder.load();
  CHECK(std::ranges::find(project.sqlite_classes, "Log") != project.sqlite_classes.end());
  REQUIRE(project.notes.size() == 1);
  check_says(project.notes[0],
             "wrangler.toml: the configuration has no migration for Log; what deploying needs is assumed");
  check_says(project.notes[0], "[[migrations]]\ntag = \"v2\"\nnew_sqlite_classes = [\"Log\"]\n");
}

TEST_CASE("an entry file that package.json gives to the vendor's tool stands for `main`") {
  ProjectFolder folder;
  folder.with("src/room.js", kWorker)
      .with("package.json", R"({"scripts": {"test": "vitest x.js", "dev": "wrangler dev src/room.js --port 8787"}})")
      .with("wrangler.toml", R"(name = "chat"
compatibility_date = "2026-08-01"
[[durable_objects.bindings]]
name = "ROOMS"
class_name = "ChatRoom"
)");
  CHECK(folder.load().main == "src/room.js");
  folder.with("package.json", "{}");
  check_says(folder.refusal(), "the configuration has no main");
}

TEST_CASE("an entry file that is still to be built is answered with the step that builds it") {
  ProjectFolder folder;
  const std::string toml = "name = \"chat\"\nmain = \"dist/room.js\"\ncompatibility_date = \"2026-08-01\"\n";
  folder.with("wrangler.toml", toml).with("package.json", R"({"scripts": {"build": "vite build"}})");
  check_says(folder.refusal(), "the project's own build makes it: run `npm run build` first");
  folder.with("wrangler.toml", toml + "[build]\ncommand = \"make room\"\n");
  check_says(folder.refusal(), "the project's own build makes it: run `make room` first");
}

TEST_CASE("D1 databases have their migrations in the order of their names, or schema.sql") {
  ProjectFolder folder;
  folder.with("worker.js", kWorker)
      .with("wrangler.toml", std::string(kToml) + "\n[[d1_databases]]\nbinding = \"DB\"\n")
      .with("schema.sql", "CREATE TABLE s (a);");
  const auto files = [&] {
    Names names;
    const auto project = folder.load();
    for (const auto& [file, sql] :
         models::worker::schema_of(project, nlohmann::json::parse(project.others.at(0).value)))
      names.push_back(file + "=" + sql);
    return names;
  };
  CHECK(files() == Names{"schema.sql=CREATE TABLE s (a);"});
  folder.with("migrations/0002_b.sql", "2").with("migrations/0001_a.sql", "1").with("migrations/notes.txt", "no");
  CHECK(files() == Names{"migrations/0001_a.sql=1", "migrations/0002_b.sql=2"});
}

TEST_CASE("migrations are applied in order: created, renamed, deleted") {
  ProjectFolder folder;
  const auto project = folder.with("worker.js", kWorker)
                           .with("wrangler.toml", R"(name = "chat"
main = "worker.js"
compatibility_date = "2026-08-01"
durable_objects.bindings = [{ name = "ROOMS", class_name = "ChatRoom" }, { name = "OLD", class_name = "Kept" }]
migrations = [
  { tag = "v1", new_classes = ["Kept", "Gone"], new_sqlite_classes = ["Room"] },
  { tag = "v2", renamed_classes = [{ from = "Room", to = "ChatRoom" }], deleted_classes = ["Gone"] },
])")
                           .load();
  CHECK(project.sqlite_classes == Names{"ChatRoom"});
  CHECK(project.kv_classes == Names{"Kept"});
}

TEST_CASE("a migration that cannot be applied is refused where it stands") {
  ProjectFolder folder;
  folder.with("worker.js", kWorker).with("wrangler.toml", std::string(kToml) + R"(
[[migrations]]
tag = "v1"
deleted_classes = ["Nobody"]
renamed_classes = [{ from = "A", to = "B" }]
new_classes = ["ChatRoom"]
)");
  const std::string said = folder.refusal();
  check_says(said, "wrangler.toml:13:1: two migrations have the tag \"v1\"");
  check_says(said, "the class Nobody is deleted, but no migration created it");
  check_says(said, "wrangler.toml:16:20: the class A is renamed, but no migration created it");
  check_says(said, "the class ChatRoom is created a second time");
}

TEST_CASE("bindings of other kinds are kept by kind and name, with their settings") {
  ProjectFolder folder;
  const auto project = folder.with("worker.js", kWorker)
                           .with("wrangler.toml", std::string(kToml) + R"(
[[kv_namespaces]]
binding = "CACHE"
id = "0"
[[queues.producers]]
binding = "JOBS"
queue = "jobs"
[ai]
binding = "AI"
[observability]
enabled = true
)")
                           .load();
  CHECK(others(project) == Names{"ai AI={\"binding\":\"AI\"}",
                                 "kv_namespaces CACHE={\"binding\":\"CACHE\",\"id\":\"0\"}",
                                 "queues JOBS={\"binding\":\"JOBS\",\"queue\":\"jobs\"}"});
  CHECK(project.notes.empty());
}

TEST_CASE("keys that mean nothing are notes with their place, not errors") {
  ProjectFolder folder;
  const auto project =
      folder.with("worker.js", kWorker)
          .with("wrangler.toml", "colour = \"blue\"\n" + std::string(kToml) + "\n[env.staging]\nname = \"s\"\n")
          .load();
  CHECK(project.notes == Names{"wrangler.toml:1: `colour` means nothing to Dormouse",
                               "wrangler.toml:14: of the environments in `env`, none is chosen: the top level runs"});
}

TEST_CASE("values of the wrong type are refused where they stand, all of them") {
  ProjectFolder folder;
  folder.with("worker.js", kWorker).with("wrangler.toml", R"(name = 3
main = ["worker.js"]
compatibility_date = "2026-02-30"
compatibility_flags = [1]
durable_objects = "ROOMS"
migrations = 7
vars = [1]
)");
  const std::string said = folder.refusal();
  check_says(said, "wrangler.toml:1:1: `name` must be text, not 3");
  check_says(said, "wrangler.toml:2:1: `main` must be text");
  check_says(said, "wrangler.toml:3:1: compatibility_date \"2026-02-30\" is no date");
  check_says(said, "wrangler.toml:4:1: `compatibility_flags` must be a list of texts");
  check_says(said, "wrangler.toml:5:1: `durable_objects` must be a table");
  check_says(said, "wrangler.toml:6:1: `migrations` must be a list");
  check_says(said, "wrangler.toml:7:1: `vars` must be a table");
}

TEST_CASE("bindings that cannot be are refused") {
  ProjectFolder folder;
  folder.with("worker.js", kWorker).with("wrangler.toml", std::string(kToml) + R"(
[[durable_objects.bindings]]
name = "ROOMS"
class_name = "ChatRoom"
[[durable_objects.bindings]]
name = "NAMELESS"
[[durable_objects.bindings]]
name = "ROOMS"
class_name = "Room"
script_name = "other"
)");
  const std::string said = folder.refusal();
  check_says(said, "two bindings are called ROOMS");
  check_says(said, "wrangler.toml:16:1: a Durable Object binding needs `name` and `class_name`");
}

TEST_CASE("syntax errors have their line and column") {
  ProjectFolder folder;
  folder.with("wrangler.toml", "name = \"a\"\nmain = worker.js\n")
      .with("wrangler.json", "{\n  \"name\": \"a\"\n  1\n}");
  check_says(folder.refusal("wrangler.toml"), "wrangler.toml:2:8: not valid TOML: ");
  check_says(folder.refusal("wrangler.json"), "wrangler.json:3:3: not valid JSON: ");
  folder.with("wrangler.json", "[]").with("wrangler.jsonc", "{ /* never closed");
  check_says(folder.refusal("wrangler.json"), "a wrangler configuration is an object");
  check_says(folder.refusal("wrangler.jsonc"), "not valid JSON: ");
}

TEST_CASE("letters beyond ASCII are read in strings and comments, and refused elsewhere in TOML") {
  ProjectFolder folder;
  folder.with("worker.js", kWorker)
      .with("wrangler.toml",
            "# caf\u00e9 \"\n" + std::string(kToml) + "[vars]\nA = \"caf\u00e9\"\nB = '''\n\"\u00e9\"'''\n");
  CHECK(others(folder.load()) == Names{"text A=caf\u00e9", "text B=\"\u00e9\""});
  folder.with("wrangler.toml", "name = \"caf\u00e9\"\nmain\u00e9 = 1\n");
  check_says(folder.refusal(), "wrangler.toml:2:5: not valid TOML: a character that is not ASCII, outside quotes");
}

TEST_CASE("a table header without a name is refused, and brackets within lists are no headers") {
  ProjectFolder folder;
  folder.with("worker.js", kWorker);
  for (const std::string header : {"[^a]", "[[[a]]]", "[", "[\n]", "[ = 1", "[[.a]]"}) {
    folder.with("wrangler.toml", "name = \"a\"\n" + header);
    check_says(folder.refusal(), "wrangler.toml:2:1: not valid TOML: a table header begins with its name");
  }
  folder.with("wrangler.toml", std::string(kToml) + "[vars]\nA = [\n  [ { b = 1 } ],\n  [ +1 ]\n]\n");
  CHECK(others(folder.load()) == Names{"json A=[[{\"b\":1}],[1]]"});
}

TEST_CASE("a main that is not there is named by the path that was looked for") {
  ProjectFolder folder;
  folder.with("index.js", kWorker).with("wrangler.toml", kToml);
  const std::string said = folder.refusal();
  check_says(said, "wrangler.toml:2:1: there is no file \"worker.js\": looked for worker.js");
  check_says(said, "there is index.js: write main = \"index.js\"");
}

TEST_CASE("cron triggers are read, and one that is none is refused") {
  ProjectFolder folder;
  folder.with("worker.js", "export default {};");
  const std::string head = "name = \"a\"\nmain = \"worker.js\"\ncompatibility_date = \"2026-08-01\"\n";
  folder.with("wrangler.toml", head + "[triggers]\ncrons = [\"*/5 * * * *\", \"0 0 LW * *\"]\n");
  CHECK(models::worker::load_project(folder.path()).crons == std::vector<std::string>{"*/5 * * * *", "0 0 LW * *"});
  folder.with("wrangler.toml", head + "[triggers]\ncrons = [\"0 0 * * 0\"]\n");
  check_says(folder.refusal(), "wrangler.toml:5:");
  check_says(folder.refusal(), "\"0\" is no weekday: 1 to 7, or SUN to SAT; 1 is Sunday");
}

TEST_CASE("flags and date say whether timers are Node's") {
  const auto has_node_timers = [](std::string date, std::vector<std::string> flags) {
    models::worker::Project project;
    project.compatibility_date = std::move(date);
    project.compatibility_flags = std::move(flags);
    return project.has_node_timers();
  };
  CHECK_FALSE(has_node_timers("2026-02-09", {"nodejs_compat"}));
  CHECK(has_node_timers("2026-02-10", {"nodejs_compat"}));
  CHECK_FALSE(has_node_timers("2026-08-03", {}));
  CHECK(has_node_timers("2026-08-04", {}));
  CHECK(has_node_timers("2026-11-01", {"no_nodejs_compat_v2"}));
  CHECK_FALSE(has_node_timers("2026-11-01", {"no_nodejs_compat"}));
  CHECK_FALSE(has_node_timers("2026-11-01", {"no_nodejs_global_timers"}));
  CHECK(has_node_timers("2024-01-01", {"enable_nodejs_global_timers"}));
}

TEST_CASE("flags and date say which modules of Node's there are") {
  using models::worker::NodeCompat;
  const auto compat = [](std::string date, std::vector<std::string> flags) {
    models::worker::Project project;
    project.compatibility_date = std::move(date);
    project.compatibility_flags = std::move(flags);
    return std::pair(project.node_compat(), project.populates_process_env());
  };
  CHECK(compat("2026-08-01", {}).first == NodeCompat::none);
  CHECK(compat("2026-08-01", {"nodejs_als"}).first == NodeCompat::als);
  CHECK(compat("2024-09-22", {"nodejs_compat"}).first == NodeCompat::v1);
  CHECK(compat("2024-09-23", {"nodejs_compat"}).first == NodeCompat::v2);
  CHECK(compat("2026-08-01", {"nodejs_compat", "no_nodejs_compat_v2"}).first == NodeCompat::v1);
  CHECK(compat("2024-01-01", {"nodejs_compat_v2"}).first == NodeCompat::v2);
  CHECK(compat("2026-08-03", {}).first == NodeCompat::none);
  CHECK(compat("2026-08-04", {}).first == NodeCompat::v2);
  CHECK(compat("2026-11-01", {"no_nodejs_compat"}).first == NodeCompat::v2);
  CHECK(compat("2026-11-01", {"no_nodejs_compat_v2"}).first == NodeCompat::v1);
  CHECK(compat("2026-11-01", {"no_nodejs_compat", "no_nodejs_compat_v2"}).first == NodeCompat::none);
  CHECK_FALSE(compat("2025-03-31", {}).second);
  CHECK(compat("2025-04-01", {}).second);
  CHECK_FALSE(compat("2026-08-01", {"nodejs_compat_do_not_populate_process_env"}).second);
}
