// Projects without a configuration, and what is none.

#include <string>
#include <vector>

#include "models/worker/project.h"
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
Names bound_names(const models::worker::Project& project) {
  Names names;
  for (const auto& object : project.objects) names.push_back(object.name + "=" + object.class_name);
  return names;
}

}  // namespace

TEST_CASE("a lone .js file is a project: its objects are bound as its code uses them") {
  ProjectFolder folder;
  const auto project = folder.with("chat.js", kWorker).load("chat.js");
  CHECK(project.name == "chat");
  CHECK(project.main == "chat.js");
  CHECK(project.folder == folder.path());
  CHECK(bound_names(project) == Names{"ROOMS=ChatRoom"});
  CHECK(project.sqlite_classes == Names{"ChatRoom"});
  CHECK(project.notes.size() == 2);
}

TEST_CASE("a folder with nothing but src/index.js is a project") {
  ProjectFolder folder;
  CHECK(folder.with("src/index.js", kWorker).load().main == "src/index.js");
}

TEST_CASE("a .js file with a configuration beside it is described by it") {
  ProjectFolder folder;
  const auto project =
      folder.with("worker.js", kWorker).with("fixed.js", kWorker).with("wrangler.toml", kToml).load("fixed.js");
  CHECK(project.name == "chat");
  CHECK(project.main == "fixed.js");
  CHECK(project.notes.empty());
}

TEST_CASE("what is no Worker is refused by its path") {
  ProjectFolder folder;
  check_says(folder.with("notes.txt", "x").refusal("nowhere"), "nowhere:0:0: no such Worker");
  check_says(folder.refusal("notes.txt"), "notes.txt:0:0: this is no Worker that can be run");
  check_says(folder.refusal(), "no Worker here: neither wrangler.json, wrangler.jsonc, wrangler.toml nor worker.js");
}

TEST_CASE("a configuration of more than 1 MiB is refused unread") {
  ProjectFolder folder;
  std::filesystem::resize_file(folder.with("wrangler.toml", "").path() / "wrangler.toml", 10'000'000);
  check_says(folder.refusal(), "10000000 bytes: a configuration may have at most 1048576 (1 MiB)");
}
