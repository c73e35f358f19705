#include "models/invariants/message_key.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "models/json_members.h"
#include "sim/choice.h"

namespace models::invariants {
namespace {

using nlohmann::json;

constexpr std::size_t kKnown = 1024;  // a power of two

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
  if (message == nullptr || (with_ && !has_members(*message, *with_))) return std::nullopt;
  const json* const value = member_at(*message, path_);
  if (value == nullptr || value->is_null()) return std::nullopt;
  Found found{.key = sim::stable_hash(dumped(*value)), .number = {}};
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
