#include "models/invariants/message_key.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "sim/choice.h"

namespace models::invariants {
namespace {

using nlohmann::json;

constexpr std::size_t kKnown = 1024;  // a power of two

/// Whether everything that is wanted is there; objects may have more members.
bool holds(const json& got, const json& wanted) {
  if (!wanted.is_object()) return got == wanted;
  return got.is_object() && std::ranges::all_of(wanted.items(), [&](const auto& member) {
           const auto found = got.find(member.key());
           return found != got.end() && holds(*found, member.value());
         });
}

const json* member_of(const json& value, std::string_view path) {
  const json* at = &value;
  while (!path.empty()) {
    const std::size_t dot = path.find('.');
    const std::string_view name = path.substr(0, dot);
    path = dot == std::string_view::npos ? "" : path.substr(dot + 1);
    if (at->is_object()) {
      const auto found = at->find(std::string(name));
      if (found == at->end()) return nullptr;
      at = &*found;
      continue;
    }
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), index);
    if (!at->is_array() || error != std::errc() || end != name.data() + name.size() || index >= at->size())
      return nullptr;
    at = &(*at)[index];
  }
  return at;
}

}  // namespace

MessageMember::MessageMember(std::string path, const std::string& with) : path_(std::move(path)), known_(kKnown) {
  if (!with.empty()) with_ = std::make_unique<json>(json::parse(with));
}

MessageMember::~MessageMember() = default;

std::optional<MessageMember::Found> MessageMember::operator()(sim::BodyId body, const RunContext& run) {
  if (body == sim::BodyId::empty) return std::nullopt;
  Known& known = known_[static_cast<std::size_t>(body) & (kKnown - 1)];
  if (known.body != body) known = {body, look(body, run)};
  return known.found;
}

std::optional<MessageMember::Found> MessageMember::look(sim::BodyId body, const RunContext& run) const {
  const json* const message = run.json(body);
  if (message == nullptr || (with_ && !holds(*message, *with_))) return std::nullopt;
  const json* const value = member_of(*message, path_);
  if (value == nullptr || value->is_null()) return std::nullopt;
  Found found{.key = sim::stable_hash(value->dump(-1, ' ', false, json::error_handler_t::replace)), .number = {}};
  if (value->is_number()) found.number = value->get<double>();
  if (value->is_structured()) found.number = static_cast<double>(value->size());
  return found;
}

MessageKey::MessageKey(bool as_sent, const std::string& path, const std::string& with) {
  if (!as_sent) member_.emplace(path, with);
}

std::optional<std::uint64_t> MessageKey::operator()(sim::BodyId body, const RunContext& run) {
  if (!member_) {
    if (body == sim::BodyId::empty) return std::nullopt;
    return static_cast<std::uint64_t>(body);
  }
  const auto found = (*member_)(body, run);
  if (!found) return std::nullopt;
  return found->key;
}

}  // namespace models::invariants
