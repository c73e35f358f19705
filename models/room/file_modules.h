#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "models/js/engine.h"

namespace models::room {

/// Modules from a project's folder. Names in stacks are paths relative to it, so a trace does not depend on where the
/// project lies. What is not plain JavaScript is bundled before it comes here.
class FileModules final : public js::ModuleSource {
 public:
  explicit FileModules(std::filesystem::path root) : root_(std::move(root)) {}

  /// A module that has no file: resolved by this exact specifier.
  void add_virtual(std::string name, std::string source) { virtual_.emplace(std::move(name), std::move(source)); }

  std::variant<Module, NotFound> resolve(std::string_view specifier, std::string_view referrer) override;

 private:
  std::filesystem::path root_;
  std::map<std::string, std::string, std::less<>> virtual_;
};

}  // namespace models::room
