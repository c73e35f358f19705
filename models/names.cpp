#include "models/names.h"

namespace models {

std::uint32_t Names::number(NameOf what, std::string_view name, std::uint32_t parent) {
  const auto [it, fresh] = numbers_.try_emplace(Key{what, parent, std::string(name)}, next_[static_cast<int>(what)]);
  if (fresh) {
    ++next_[static_cast<int>(what)];
    simulation_.record(NameDefined{.what = what, .id = it->second, .parent = parent, .name = std::string(name)});
  }
  return it->second;
}

}  // namespace models
