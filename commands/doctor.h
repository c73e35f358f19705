#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "commands/supervise.h"
#include "models/worker/project.h"

namespace commands {

struct DoctorOptions {
  std::filesystem::path project = ".";
  std::string environment;
  bool json = false;
};

/// `dormouse doctor`: what a project touches, and what of it is supported, before the first run. Exit::violated if its
/// own code uses what is missing.
[[nodiscard]] Exit doctor(const DoctorOptions& options);

/// What is known of a project and its code, as JSON: bindings, compatibility, objects, touched, pins, verdict.
[[nodiscard]] nlohmann::json examined(const models::worker::Project& project, const nlohmann::json& survey);

/// The same for people.
[[nodiscard]] std::string doctor_text(const nlohmann::json& report);

}  // namespace commands
