#include "models/client/session_values.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "models/client/wanted.h"

namespace models::client {
namespace {

constexpr std::uint64_t kLargestNumber = std::uint64_t{1} << 53;
constexpr std::uint64_t kLargestMessage = 32U << 20;  // bytes: what the platform takes at most
constexpr char kFirstOfObject = '{';

}  // namespace

SessionValues::SessionValues(std::span<const NamedPlace> places, sim::Choices& choices, sim::Entity session,
                             const Visit* visit)
    : places_(places), choices_(choices), session_(session), visit_(visit) {}

SessionValues::Asked& SessionValues::asked() {
  if (asked_) return *asked_;
  asked_ = std::make_unique<Asked>(
      Asked{.draws = {}, .sizes = choices_.stream(sim::site("client.size"), session_), .kept = {}});
  asked_->kept.resize(places_.size());
  for (const NamedPlace& place : places_) {
    const auto named = sim::Entity{sim::stable_hash(place.name, static_cast<std::uint64_t>(session_))};
    asked_->draws.push_back(choices_.stream(sim::site("client.draw"), named));
  }
  return *asked_;
}

PlaceValue SessionValues::value(std::size_t index) {
  const NamedPlace& place = places_[index];
  switch (place.kind) {
    case NamedPlace::Kind::draw: {
      const std::uint64_t drawn = place.draw.sample_count(asked().draws[index], kLargestNumber);
      if (place.words.empty()) return {std::to_string(drawn), true};
      return {place.words[std::min<std::size_t>(drawn, place.words.size() - 1)], false};
    }
    case NamedPlace::Kind::kept:
      return asked().kept[index].value_or(PlaceValue{"", true});
    case NamedPlace::Kind::column:
      break;
  }
  return visit_ != nullptr ? PlaceValue{visit_->columns[place.column], false} : PlaceValue{};
}

std::uint64_t SessionValues::size(const sim::Distribution& size) {
  return size.sample_count(asked().sizes, kLargestMessage);
}

void SessionValues::hear(std::string_view text) {
  if (text.empty() || (text.front() != kFirstOfObject && text.front() != '[')) return;
  const nlohmann::json json = parse_json(text);
  if (json.is_discarded()) return;
  for (std::size_t i = 0; i < places_.size(); ++i) {
    if (places_[i].kind != NamedPlace::Kind::kept) continue;
    if (auto value = member_of(json, places_[i].member)) asked().kept[i] = std::move(value);
  }
}

bool SessionValues::has_kept() const {
  return asked_ && std::ranges::any_of(asked_->kept, [](const auto& value) { return value.has_value(); });
}

}  // namespace models::client
