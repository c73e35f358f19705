#include "models/runtime/worker_options.h"

#include <fmt/format.h>

namespace models::runtime {
namespace {

// In no name of a Worker, nor of a class.
constexpr char kBetween = '/';

}  // namespace

std::string namespace_of(std::string_view worker, std::string_view class_name, bool in_front) {
  return in_front ? std::string(class_name) : fmt::format("{}{}{}", worker, kBetween, class_name);
}

std::string_view exported_class(std::string_view name_space) {
  const std::size_t between = name_space.find(kBetween);
  return between == std::string_view::npos ? name_space : name_space.substr(between + 1);
}

std::string_view worker_of(std::string_view name_space) {
  const std::size_t between = name_space.find(kBetween);
  return between == std::string_view::npos ? std::string_view() : name_space.substr(0, between);
}

}  // namespace models::runtime
