#include "models/worker/environment.h"

#include "tests/catch.h"
#include "tests/models/worker/project_folder.h"

namespace {

using tests::worker::ProjectFolder;

constexpr const char* kConfig = R"(name = "chat"
main = "worker.js"
compatibility_date = "2026-08-01"
[vars]
PLACE = "top"
TOP = "only"
[durable_objects]
bindings = [{name = "ROOMS", class_name = "ChatRoom"}]
[[migrations]]
tag = "v1"
new_sqlite_classes = ["ChatRoom"]
[env.staging]
compatibility_date = "2026-07-01"
[env.staging.vars]
PLACE = "staging"
[env.staging.durable_objects]
bindings = [{name = "STAGED", class_name = "ChatRoom"}]
[env.broken]
vars = 3
)";

ProjectFolder& described(ProjectFolder& folder) {
  return folder.with("wrangler.toml", kConfig).with("worker.js", tests::worker::kWorker);
}

std::string texts(const models::worker::Project& project) {
  std::string all;
  for (const auto& other : project.others) all += other.name + "=" + other.value + ";";
  return all;
}

std::string refusal(const ProjectFolder& folder, const std::string& environment) {
  try {
    static_cast<void>(models::worker::load_project(folder.path(), environment));
    return "accepted";
  } catch (const models::worker::ProjectError& error) {
    const auto& first = error.problems().front();
    return std::to_string(first.line) + ":" + std::to_string(first.column) + ": " + first.message + " / " +
           first.remedy;
  }
}

}  // namespace

TEST_CASE("an environment has its own bindings and vars, and the rest from the top level") {
  ProjectFolder folder;
  described(folder);
  const auto staged = models::worker::load_project(folder.path(), "staging");
  CHECK(staged.name == "chat-staging");
  CHECK(staged.main == "worker.js");
  CHECK(staged.compatibility_date == "2026-07-01");
  REQUIRE(staged.objects.size() == 1);
  CHECK(staged.objects.front().name == "STAGED");
  CHECK(staged.sqlite_classes == std::vector<std::string>{"ChatRoom"});
  CHECK(texts(staged) == "PLACE=staging;");
  CHECK(texts(folder.load()) == "PLACE=top;TOP=only;");
}

TEST_CASE("an unknown environment is refused with those that there are; what is wrong in one is told at its place") {
  ProjectFolder folder;
  described(folder);
  CHECK(refusal(folder, "production") ==
        "12:2: there is no environment \"production\" here / those of `env` are: broken, staging");
  CHECK(refusal(folder, "broken") == "19:1: `vars` must be a table / ");
}

TEST_CASE("secrets of .dev.vars stand in for vars, and those of the environment's own file for these") {
  ProjectFolder folder;
  described(folder).with(".dev.vars",
                         "# comment\nTOKEN=plain # not this\nPLACE = \"a\\nb\"\nexport Q='single \"q\"'\nEMPTY=\n");
  CHECK(texts(folder.load()) == "TOP=only;TOKEN=plain;PLACE=a\nb;Q=single \"q\";EMPTY=;");
  folder.with(".dev.vars.staging", "TOKEN=staged");
  CHECK(texts(models::worker::load_project(folder.path(), "staging")) == "PLACE=staging;TOKEN=staged;");
  folder.with(".dev.vars", "fine=1\nwhat is this");
  CHECK(refusal(folder, "") == "2:1: this line is no NAME=value / a comment begins with #");
}
