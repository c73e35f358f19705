#include "scenarios/key_table.h"

#include <algorithm>
#include <utility>

#include "scenarios/distribution_keys.h"

namespace scenarios {

namespace value {

Value anything() { return {.kind = Value::Kind::anything}; }
Value text(std::string pattern) { return {.kind = Value::Kind::text, .pattern = std::move(pattern)}; }
Value duration() { return {.kind = Value::Kind::duration}; }
Value positive_duration() { return {.kind = Value::Kind::duration, .positive = true}; }
Value count(std::uint64_t least, std::uint64_t most) {
  return {.kind = Value::Kind::count, .least = least, .most = most};
}
Value number(double from, double to) { return {.kind = Value::Kind::number, .from = from, .to = to}; }
Value share() { return {.kind = Value::Kind::share}; }
Value rate() { return {.kind = Value::Kind::rate}; }
Value money() { return {.kind = Value::Kind::money}; }
Value size() { return {.kind = Value::Kind::size}; }
Value word(std::vector<std::string_view> words) { return {.kind = Value::Kind::word, .words = std::move(words)}; }
Value nothing() { return {.kind = Value::Kind::nothing}; }
Value distribution() { return {.kind = Value::Kind::distribution, .table = &kDistribution, .forms = {duration()}}; }
Value size_distribution() {
  return {.kind = Value::Kind::distribution, .table = &kSizeDistribution, .forms = {size()}};
}
Value number_distribution() {
  return {.kind = Value::Kind::distribution, .table = &kNumberDistribution, .forms = {number(0, 1e15)}};
}
Value weight() { return any_of({number(0, 1e300), share()}); }
Value map(const KeyTable& table) { return {.kind = Value::Kind::map, .table = &table}; }
Value list(Value item, std::uint64_t least, std::uint64_t most) {
  return {.kind = Value::Kind::list, .least = least, .most = most, .forms = {std::move(item)}};
}
Value names(Value of, std::string pattern, std::uint64_t least) {
  return {.kind = Value::Kind::names, .least = least, .pattern = std::move(pattern), .forms = {std::move(of)}};
}
Value any_of(std::vector<Value> forms) { return {.kind = Value::Kind::any_of, .forms = std::move(forms)}; }

}  // namespace value

const KeyRow* KeyTable::find(std::string_view key) const {
  const auto row = std::ranges::find(rows, key, &KeyRow::key);
  return row == rows.end() ? nullptr : &*row;
}

std::vector<std::string_view> KeyTable::keys() const {
  std::vector<std::string_view> result;
  for (const KeyRow& row : rows) result.push_back(row.key);
  return result;
}

std::string_view KeyTable::listed_as() const {
  if (!title.empty()) return title;
  for (const std::string_view article : {"a ", "an "})
    if (name.starts_with(article)) return name.substr(article.size());
  return name;
}

std::vector<KeyRow> joined(std::vector<KeyRow> rows, const std::vector<KeyRow>& more) {
  rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

}  // namespace scenarios
