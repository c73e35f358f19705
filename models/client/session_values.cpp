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
    : places_(places), visit_(visit), sizes_(choices.stream(sim::site("client.size"), session)), kept_(places.size()) {
  for (const NamedPlace& place : places) {
    const auto named = sim::Entity{sim::stable_hash(place.name, static_cast<std::uint64_t>(session))};
    draws_.push_back(choices.stream(sim::site("client.draw"), named));
  }
}

PlaceValue SessionValues::value(std::size_t index) {
  const NamedPlace& place = places_[index];
  switch (place.kind) {
    case NamedPlace::Kind::draw: {
      const std::uint64_t drawn = place.draw.sample_count(draws_[index], kLargestNumber);
      if (place.words.empty()) return {std::to_string(drawn), true};
      return {place.words[std::min<std::size_t>(drawn, place.words.size() - 1)], false};
    }
    case NamedPlace::Kind::kept:
      return kept_[index].value_or(PlaceValue{"", true});
    case NamedPlace::Kind::column:
      break;
  }
  return visit_ != nullptr ? PlaceValue{visit_->columns[place.column], false} : PlaceValue{};
}

std::uint64_t SessionValues::size(const sim::Distribution& size) { return size.sample_count(sizes_, kLargestMessage); }

void SessionValues::hear(std::string_view text) {
  if (text.empty() || (text.front() != kFirstOfObject && text.front() != '[')) return;
  const nlohmann::json json = parse_json(text);
  if (json.is_discarded()) return;
  for (std::size_t i = 0; i < places_.size(); ++i) {
    if (places_[i].kind != NamedPlace::Kind::kept) continue;
    if (auto value = member_of(json, places_[i].member)) kept_[i] = std::move(value);
  }
}

bool SessionValues::has_kept() const {
  return std::ranges::any_of(kept_, [](const auto& value) { return value.has_value(); });
}

}  // namespace models::client
