#include "models/room/file_modules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <string_view>

namespace models::room {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 6> kHostModules{"cloudflare:workers",   "cloudflare:email", "cloudflare:sockets",
                                                       "cloudflare:workflows", "node:async_hooks", "dormouse:blocks"};

}  // namespace

std::variant<js::ModuleSource::Module, js::ModuleSource::NotFound> FileModules::resolve(std::string_view specifier,
                                                                                        std::string_view referrer) {
  if (const auto it = virtual_.find(specifier); it != virtual_.end()) return Module{it->first, it->second, false};
  if (std::ranges::find(kHostModules, specifier) != kHostModules.end()) return Module{std::string(specifier), "", true};
  if (specifier.starts_with("cloudflare:") || specifier.starts_with("node:") || specifier.starts_with("workerd:"))
    return NotFound{fmt::format("module \"{}\" is not modelled by Dormouse yet", specifier)};
  const bool relative = specifier.starts_with("./") || specifier.starts_with("../");
  if (!relative && !referrer.empty())
    return NotFound{fmt::format(
        "\"{}\" is no file of the project: a package is found if it is imported with its name written out", specifier)};
  const fs::path folder = relative ? fs::path(referrer).parent_path() : fs::path();
  const fs::path name = (folder / fs::path(specifier)).lexically_normal();
  const std::string extension = name.extension().string();
  std::ifstream file(root_ / name, std::ios::binary);
  if (!file || fs::is_directory(root_ / name)) {
    std::string message = fmt::format("no such module: {}", name.generic_string());
    if (extension.empty() && fs::exists(root_ / fs::path(name.string() + ".js")))
      message += fmt::format(" (did you mean \"{}.js\"?)", specifier);
    return NotFound{message};
  }
  std::string source{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  return Module{name.generic_string(), std::move(source), false};
}

}  // namespace models::room
