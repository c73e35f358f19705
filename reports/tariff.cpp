#include "reports/tariff.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

namespace embedded {
extern const std::string_view tariff_2021_04;
extern const std::string_view tariff_2023_10;
extern const std::string_view tariff_2024_04;
extern const std::string_view tariff_2026_01;
extern const std::string_view tariff_2026_08;
}  // namespace embedded

namespace reports {
namespace {

struct MeterWords {
  std::string_view name;
  std::string_view quantity;
};
constexpr std::array<MeterWords, kMeters> kWords = {{{"object requests", "requests"},
                                                     {"object duration", "GB-s"},
                                                     {"rows read", "rows"},
                                                     {"rows written", "rows"},
                                                     {"stored data", "GB-months"},
                                                     {"worker requests", "requests"},
                                                     {"worker cpu", "ms"}}};

/// A map of the file, read key by key.
class TariffReader {
 public:
  explicit TariffReader(std::string file) : file_(std::move(file)) {}

  using Take = std::function<void(const YAML::Node&)>;
  struct Key {
    Take take;
    bool needed = true;
  };
  using Keys = std::map<std::string, Key, std::less<>>;

  void read_map(const YAML::Node& map, std::string_view what, const Keys& keys) {
    if (!map.IsMap()) return add(map, fmt::format("{} must be a map", what));
    std::vector<std::string> seen;
    for (const auto& entry : map) {
      if (!entry.first.IsScalar()) {
        add(entry.first, "a key must be plain text");
        continue;
      }
      const std::string name = entry.first.Scalar();
      if (std::ranges::find(seen, name) != seen.end()) {
        add(entry.first, fmt::format("\"{}\" is here twice", name));
        continue;
      }
      seen.push_back(name);
      const auto it = keys.find(name);
      if (it == keys.end()) {
        add(entry.first, fmt::format("\"{}\" is no key of {}: it has {}", name, what, list(keys)));
        continue;
      }
      it->second.take(entry.second);
    }
    for (const auto& [name, key] : keys)
      if (key.needed && std::ranges::find(seen, name) == seen.end())
        add(map, fmt::format("{} needs \"{}\"", what, name));
  }

  Take text(std::string& into) {
    return [this, &into](const YAML::Node& node) {
      if (!node.IsScalar() || node.Scalar().empty()) return add(node, "needs a text");
      into = node.Scalar();
    };
  }

  template <class Number>  // Exact or optional<Exact>
  Take number(Number& into, bool above_zero = false) {
    return [this, &into, above_zero](const YAML::Node& node) {
      const std::optional<Exact> value = node.IsScalar() ? Exact::parse(node.Scalar()) : std::nullopt;
      if (!value || *value < Exact(0) || (above_zero && *value == Exact(0)))
        return add(node, fmt::format("needs a plain decimal number {} zero, such as 0.15",
                                     above_zero ? "above" : "of at least"));
      into = *value;
    };
  }

  Take rounding(Rounding& into) {
    return [this, &into](const YAML::Node& node) {
      for (const Rounding mode : {Rounding::whole_units, Rounding::pro_rata}) {
        if (node.IsScalar() && node.Scalar() == name_of(mode)) {
          into = mode;
          return;
        }
      }
      add(node, "needs \"whole units\" or \"pro rata\"");
    };
  }

  void add(const YAML::Node& node, const std::string& message) { add(node.Mark(), message); }
  void add(const YAML::Mark& mark, const std::string& message) {
    if (!problems_.empty()) problems_ += '\n';
    problems_ += fmt::format("{}:{}:{}: {}", file_, mark.line + 1, mark.column + 1, message);
  }
  void throw_if_any() const {
    if (!problems_.empty()) throw TariffError(problems_);
  }

 private:
  static std::string list(const Keys& keys) {
    std::string names;
    for (const auto& [name, key] : keys) names += (names.empty() ? "" : ", ") + name;
    return names;
  }

  std::string file_;
  std::string problems_;
};

void read_rate(TariffReader& reader, const YAML::Node& node, std::string_view meter, std::optional<Rate>& into) {
  Rate rate;
  reader.read_map(node, fmt::format("the meter \"{}\"", meter),
                  {{"unit", {reader.number(rate.unit, true)}},
                   {"price", {reader.number(rate.price)}},
                   {"included", {reader.number(rate.included)}},
                   {"rounding", {reader.rounding(rate.rounding)}},
                   {"free daily", {reader.number(rate.free_daily), false}},
                   {"free total", {reader.number(rate.free_total), false}}});
  into = rate;
}

struct Embedded {
  std::string_view name;
  const std::string_view* text;
};
constexpr std::array<Embedded, 5> kTariffs = {{{"cloudflare-2026-08", &embedded::tariff_2026_08},
                                               {"cloudflare-2026-01", &embedded::tariff_2026_01},
                                               {"cloudflare-2024-04", &embedded::tariff_2024_04},
                                               {"cloudflare-2023-10", &embedded::tariff_2023_10},
                                               {"cloudflare-2021-04", &embedded::tariff_2021_04}}};

}  // namespace

std::string_view name_of(Meter meter) { return kWords.at(static_cast<std::size_t>(meter)).name; }
std::string_view quantity_of(Meter meter) { return kWords.at(static_cast<std::size_t>(meter)).quantity; }
std::string_view name_of(Rounding rounding) { return rounding == Rounding::whole_units ? "whole units" : "pro rata"; }

Tariff parse_tariff(std::string_view yaml, const std::string& file) {
  TariffReader reader(file);
  Tariff tariff;
  try {
    const YAML::Node root = YAML::Load(std::string(yaml));
    const auto meters = [&](const YAML::Node& node) {
      TariffReader::Keys keys;
      for (const Meter meter : kAllMeters) {
        auto& rate = tariff.rates[static_cast<std::size_t>(meter)];
        const auto take = [&reader, &rate, meter](const YAML::Node& entry) {
          read_rate(reader, entry, name_of(meter), rate);
        };
        keys.emplace(name_of(meter), TariffReader::Key{take, false});
      }
      reader.read_map(node, "the meters", keys);
    };
    std::string currency;
    reader.read_map(root, "a tariff",
                    {{"name", {reader.text(tariff.name)}},
                     {"since", {reader.text(tariff.since)}},
                     {"currency", {reader.text(currency)}},
                     {"base fee", {reader.number(tariff.base_fee)}},
                     {"messages per request", {reader.number(tariff.messages_per_request, true)}},
                     {"object memory gb", {reader.number(tariff.object_memory_gb, true)}},
                     {"meters", {meters}}});
    if (!currency.empty() && currency != "USD") reader.add(root["currency"], "only USD is known");
  } catch (const YAML::Exception& error) {
    reader.add(error.mark, "not valid YAML: " + error.msg);
  }
  reader.throw_if_any();
  return tariff;
}

std::vector<std::string_view> tariff_names() {
  std::vector<std::string_view> names;
  for (const Embedded& tariff : kTariffs) names.push_back(tariff.name);
  return names;
}

std::optional<Tariff> find_tariff(std::string_view name) {
  for (const Embedded& tariff : kTariffs)
    if (tariff.name == name) return parse_tariff(*tariff.text, fmt::format("tariffs/{}.yaml", name));
  return std::nullopt;
}

}  // namespace reports
