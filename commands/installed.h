#pragma once

// Where the program's own files are: beside it, if it was unpacked from a tarball (make dist), else where it was built.

#include <filesystem>
#include <string>

namespace commands {

/// `name` below the folder of the program if it is there, else `built`.
[[nodiscard]] inline std::filesystem::path installed(const std::string& name, const std::filesystem::path& built) {
  const auto here = std::filesystem::canonical("/proc/self/exe").parent_path() / name;
  return std::filesystem::exists(here) ? here : built;
}

}  // namespace commands
