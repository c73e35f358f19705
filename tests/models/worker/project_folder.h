#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "models/worker/project.h"

namespace tests::worker {

/// A folder with a Worker's files, which goes with the object.
class ProjectFolder {
 public:
  ProjectFolder() { std::filesystem::create_directories(path_); }
  ~ProjectFolder() { std::filesystem::remove_all(path_); }
  ProjectFolder(const ProjectFolder&) = delete;
  ProjectFolder& operator=(const ProjectFolder&) = delete;

  ProjectFolder& with(const std::string& name, const std::string& text) {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
    return *this;
  }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] models::worker::Project load(const std::string& name = "") const {
    return models::worker::load_project(name.empty() ? path_ : path_ / name);
  }

  /// Each problem as "file:line:column: message" and its remedy, paths from this folder; "accepted" if there is none.
  [[nodiscard]] std::string refusal(const std::string& name = "") const {
    try {
      static_cast<void>(load(name));
      return "accepted";
    } catch (const models::worker::ProjectError& error) {
      std::string text;
      for (const auto& problem : error.problems()) {
        text += problem.file + ":" + std::to_string(problem.line) + ":" + std::to_string(problem.column) + ": " +
                problem.message + "\n" + problem.remedy + "\n";
      }
      const std::string prefix = path_.string() + "/";
      for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix))
        text.erase(at, prefix.size());
      return text;
    }
  }

 private:
  std::filesystem::path path_ = std::filesystem::temp_directory_path() / ("dormouse-project-test-" + std::to_string(::getpid())) / "Chat Room_1";
};

inline constexpr const char* kWorker = R"(import { DurableObject } from "cloudflare:workers";
class Cache {}
export class ChatRoom extends DurableObject { cache = new Cache(); }
export default { fetch: (request, env) => env.ROOMS.get(env.ROOMS.idFromName("a")).fetch(request) };
)";

inline constexpr const char* kToml = R"(name = "chat"
main = "worker.js"
compatibility_date = "2026-08-01"

[[durable_objects.bindings]]
name = "ROOMS"
class_name = "ChatRoom"

[[migrations]]
tag = "v1"
new_sqlite_classes = ["ChatRoom"]
)";

}  // namespace tests::worker
