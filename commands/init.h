#pragma once

#include <filesystem>
#include <string>

#include "commands/supervise.h"

namespace commands {

struct InitOptions {
  std::filesystem::path project = ".";
  std::string environment;
  bool force = false;      // write over what is there
  bool to_stdout = false;  // write no file
};

/// `dormouse init`: a first scenario for each Durable Object class, found by trying. Exit::untested if some class could
/// not be reached.
[[nodiscard]] Exit init(const InitOptions& options);

}  // namespace commands
