#pragma once

#include <filesystem>
#include <string>

#include "commands/supervise.h"

namespace commands {

struct CalibrateOptions {
  std::filesystem::path file;
  std::string format;        // empty: by what is in the file
  std::string object_class;  // empty: that with the most events
  std::string apart = "30min";
  std::filesystem::path worker;  // empty: a built-in room
  std::string connect;           // empty: as the log has it
  std::filesystem::path output;  // empty: standard output
  bool force = false;
};

/// Fits a scenario to a recorded file. Throws scenarios::InputError for a file that cannot be read as one.
[[nodiscard]] Exit calibrate(const CalibrateOptions& options);

}  // namespace commands
