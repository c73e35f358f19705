#include "commands/ingredients.h"

#include <fmt/format.h>

#include <type_traits>

#include "models/records.h"

namespace commands {
namespace {

/// For each basis another one-to-one map of numbers.
std::uint64_t mixed(std::uint64_t value, std::uint64_t basis) {
  basis = (basis ^ value) * 0x9e3779b97f4a7c15ULL;
  return basis ^ basis >> 32;
}

template <class T>
std::uint64_t hashed(const T& value, std::uint64_t basis) {
  if constexpr (std::is_convertible_v<T, std::string_view>) {
    const std::string_view text = value;
    return sim::stable_hash(text, mixed(text.size(), basis));
  } else if constexpr (std::is_same_v<T, sim::Time>) {
    return mixed(static_cast<std::uint64_t>(value.time_since_epoch().count()), basis);
  } else if constexpr (std::is_same_v<T, sim::Duration>) {
    return mixed(static_cast<std::uint64_t>(value.count()), basis);
  } else {
    return mixed(static_cast<std::uint64_t>(value), basis);
  }
}

template <class T>
constexpr bool kIsTime = std::is_same_v<T, sim::Time> || std::is_same_v<T, sim::Duration>;

template <class R>
constexpr bool kIsCost = std::is_same_v<R, models::RequestBilled> || std::is_same_v<R, models::WorkerRequest> ||
                         std::is_same_v<R, models::StorageUsed> || std::is_same_v<R, models::Committed> ||
                         std::is_same_v<R, models::UsageMetered> || std::is_same_v<R, models::DurationBegan> ||
                         std::is_same_v<R, models::DurationEnded>;

}  // namespace

void Ingredients::visit(const sim::RawRecord& raw) {
  time_ = hashed(raw.at, time_);
  std::uint64_t* rest = &order_;
  const auto take = [&]<class R>() {
    R record;
    if (!sim::decode(raw.body, record)) throw sim::TraceFormatError("malformed record");
    if constexpr (kIsCost<R>) rest = &cost_;
    *rest = hashed(raw.kind, *rest);
    if (rest == &cost_) cost_ = hashed(raw.at, cost_);  // durations are billed from and to their instants
    const auto add = [&](const auto& value) {
      if constexpr (kIsTime<std::remove_cvref_t<decltype(value)>>) {
        time_ = hashed(value, time_);
        if constexpr (kIsCost<R>) cost_ = hashed(value, cost_);
      } else {
        *rest = hashed(value, *rest);
      }
    };
    std::apply([&](const auto&... f) { (add(record.*(f.member)), ...); }, R::fields());
  };
  if (raw.kind == sim::BodyRecord::kKind) return take.template operator()<sim::BodyRecord>();
  models::for_each_record_type([&]<class R>() {
    if (raw.kind == R::kKind) take.template operator()<R>();
  });
}

IngredientDigests Ingredients::digests(const nlohmann::json& end) const {
  IngredientDigests digests{fmt::format("{:016x}", order_), fmt::format("{:016x}", time_), "",
                            fmt::format("{:016x}", cost_)};
  if (end.is_object() && end.contains("draws"))
    digests.draws =
        fmt::format("{:016x}+{}", end["draws"]["sum"].get<std::uint64_t>(), end["draws"]["count"].get<std::uint64_t>());
  return digests;
}

nlohmann::ordered_json json_of(const IngredientDigests& digests) {
  nlohmann::ordered_json json = {{"order", digests.order}, {"time", digests.time}};
  if (!digests.draws.empty()) json["draws"] = digests.draws;
  json["cost"] = digests.cost;
  return json;
}

IngredientDigests ingredients_of(const nlohmann::json& json) {
  return {json.value("order", ""), json.value("time", ""), json.value("draws", ""), json.value("cost", "")};
}

std::vector<std::string> differing(const IngredientDigests& a, const IngredientDigests& b) {
  std::vector<std::string> names;
  if (a.order != b.order) names.emplace_back("order");
  if (a.time != b.time) names.emplace_back("time");
  if (a.draws != b.draws) names.emplace_back("draws");
  if (a.cost != b.cost) names.emplace_back("cost");
  return names;
}

std::vector<std::string> differing(const sim::RawRecord& a, const sim::RawRecord& b) {
  Ingredients of_a, of_b;
  of_a.visit(a);
  of_b.visit(b);
  return differing(of_a.digests(nullptr), of_b.digests(nullptr));
}

}  // namespace commands
