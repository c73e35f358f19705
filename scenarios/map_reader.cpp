#include "scenarios/map_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "scenarios/quantities.h"

namespace scenarios {

void Problems::throw_if_any() {
  if (problems_.empty()) return;
  // What is wrong with other files (the Worker's configuration) comes after what is wrong with this one.
  std::map<std::tuple<bool, int, int, std::size_t>, Problem> in_order;
  for (Problem& problem : problems_) {
    const std::tuple place{problem.file != files_.front(), problem.line, problem.column, in_order.size()};
    in_order.emplace(place, std::move(problem));
  }
  std::vector<Problem> sorted;
  for (auto& [place, problem] : in_order) sorted.push_back(std::move(problem));
  throw InputError(std::move(sorted));
}

namespace {

constexpr std::size_t kLongestKeyword = 40;

/// "Per_Day", "per-day" and "perDay" are as near to "per day" as it gets.
std::string folded(std::string_view word) {
  std::string result;
  for (const char c : word) {
    if (c == '_' || c == '-' || c == ' ') continue;
    result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return result;
}

/// Changes, insertions, removals and swaps of neighbours that make b of a.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      const std::size_t changed = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, changed});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return cost[a.size()][b.size()];
}

constexpr std::string_view kDurationExample = "durations are written 80ms, 2s, 10min, 3h, 30d or 1h 30min";

/// What to write instead of a text that is no duration.
std::string duration_remedy(const Node& node) {
  if (!node.is_scalar() || !parse_number(node.text)) return std::string(kDurationExample);
  return fmt::format("it has no unit: write {0}ms, {0}s or {0}min, as is meant", node.text);
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string_view>& known) {
  std::string_view best;
  if (word.size() > kLongestKeyword) return "";
  const std::string asked = folded(word);
  std::size_t fewest = asked.size() < 2 ? 1 : std::max<std::size_t>(1, (asked.size() + 1) / 3) + 1;
  for (const std::string_view candidate : known) {
    const std::size_t distance = edits(asked, folded(candidate));
    if (distance < fewest) {
      fewest = distance;
      best = candidate;
    }
  }
  return std::string(best);
}

std::string shown(std::string_view text) {
  constexpr std::size_t kMostBytes = 60;
  if (text.size() <= kMostBytes) return fmt::format("\"{}\"", text);
  std::size_t end = kMostBytes - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80) --end;  // no half character
  return fmt::format("\"{}...\"", text.substr(0, end));
}

std::string shown(const Node& node) {
  switch (node.kind) {
    case Node::Kind::scalar:
      return shown(node.text);
    case Node::Kind::sequence:
      return "a list";
    case Node::Kind::map:
      return "a map";
    case Node::Kind::null:
      break;
  }
  return "nothing";
}

MapReader::MapReader(const Node& node, const KeyTable& table, Problems& problems)
    : table_(table), mark_(node.mark), problems_before_(problems.size()), problems_(problems) {
  const std::vector<std::string_view> known = table.keys();
  if (!node.is_map()) {
    problems_.add(node.mark, fmt::format("{} must be a map, not {}", table.name, shown(node)),
                  fmt::format("its keys are: {}", fmt::join(known, ", ")));
    return;
  }
  map_ = &node;
  for (const auto& [key, value] : node.entries) {
    if (table.find(key->text) != nullptr) continue;
    has_unknown_ = true;
    meant_.push_back(nearest(key->text, known));
    problems_.add(key->mark, fmt::format("unknown key {} in {}", shown(*key), table.name),
                  suggestion(key->text, known));
  }
  for (const KeyRow& row : table.rows)
    if (row.absent.needed) require({row.key}, table.example);
}

const Node* MapReader::find(std::string_view key) const {
  const KeyRow* row = table_.find(key);
  if (row == nullptr) throw std::logic_error(fmt::format("the table of {} has no key \"{}\"", table_.name, key));
  read_.push_back(row);
  return map_ != nullptr ? map_->find(key) : nullptr;
}

void MapReader::finish() {
  if (map_ == nullptr || problems_.size() != problems_before_) return;
  for (const auto& [key, value] : map_->entries)
    if (std::ranges::find(read_, table_.find(key->text)) == read_.end())
      problems_.add(key->mark, fmt::format("{} of {} is known and never read", shown(*key), table_.name),
                    "this is an error of Dormouse, not yours");
}

namespace {

/// The first form of this kind.
const Value* find_form(const Value& value, Value::Kind kind) {
  if (value.kind == kind) return &value;
  for (const Value& form : value.forms)
    if (value.kind == Value::Kind::any_of && form.kind == kind) return &form;
  return nullptr;
}

}  // namespace

const Value& MapReader::form(std::string_view key, Value::Kind kind) const {
  const KeyRow* row = table_.find(key);
  const Value* value = row != nullptr ? find_form(row->value, kind) : nullptr;
  if (value == nullptr) throw std::logic_error(fmt::format("\"{}\" of {} is read as another kind", key, table_.name));
  return *value;
}

std::string suggestion(std::string_view word, const std::vector<std::string_view>& known) {
  const std::string near = nearest(word, known);
  return near.empty() ? fmt::format("known: {}", fmt::join(known, ", ")) : fmt::format("did you mean \"{}\"?", near);
}

bool MapReader::exactly_one_of(const std::vector<std::string_view>& keys, std::string_view example) {
  if (map_ == nullptr) return false;
  const auto there = std::ranges::count_if(keys, [this](std::string_view key) { return has(key); });
  if (there == 1) return true;
  if (there == 0 && has_unknown_) return false;  // said already, with what was probably meant
  problems_.add(mark_,
                fmt::format("{} needs {}one of {}", table_.name, there > 1 ? "only " : "", fmt::join(keys, ", ")),
                fmt::format("for example: {}", example));
  return false;
}

void MapReader::require(std::initializer_list<std::string_view> keys, std::string_view example) {
  if (map_ == nullptr) return;
  for (const std::string_view key : keys)
    if (!has(key) && std::ranges::find(meant_, key) == meant_.end())
      problems_.add(mark_, fmt::format("{} needs `{}:`", table_.name, key), fmt::format("for example: {}", example));
}

void MapReader::text(std::string_view key, std::string& into) {
  static_cast<void>(form(key, Value::Kind::text));
  const Node* node = find(key);
  if (node == nullptr) return;
  if (node->is_scalar())
    into = node->text;
  else
    problems_.add(node->mark, fmt::format("{} must be text, not {}", key, shown(*node)));
}

void MapReader::count(std::string_view key, std::uint64_t& into) {
  const std::uint64_t least = form(key, Value::Kind::count).least;
  const std::uint64_t most = form(key, Value::Kind::count).most;
  const Node* node = find(key);
  if (node == nullptr) return;
  const auto value = node->is_scalar() ? parse_count(node->text) : std::nullopt;
  if (value && *value >= least && *value <= most)
    into = *value;
  else
    problems_.add(node->mark,
                  fmt::format("{} must be a whole number from {} to {}, not {}", key, least, most, shown(*node)));
}

void MapReader::number(std::string_view key, double& into) {
  const double least = form(key, Value::Kind::number).from;
  const double most = form(key, Value::Kind::number).to;
  const Node* node = find(key);
  if (node == nullptr) return;
  const auto value = node->is_scalar() ? parse_number(node->text) : std::nullopt;
  if (value && *value >= least && *value <= most)
    into = *value;
  else
    problems_.add(node->mark, fmt::format("{} must be a number from {} to {}, not {}", key, least, most, shown(*node)));
}

void MapReader::probability(std::string_view key, double& into) {
  static_cast<void>(form(key, Value::Kind::share));
  const Node* node = find(key);
  if (node == nullptr) return;
  const auto value = node->is_scalar() ? parse_probability(node->text) : std::nullopt;
  if (value)
    into = *value;
  else
    problems_.add(node->mark, fmt::format("{} must be a share from 0% to 100%, not {}", key, shown(*node)),
                  "for example: 0.1%");
}

std::optional<sim::Duration> read_duration(const Node& node, Problems& problems, bool positive) {
  const auto value = node.is_scalar() ? parse_duration(node.text) : std::nullopt;
  if (!value) {
    problems.add(node.mark, fmt::format("expected a duration, not {}", shown(node)), duration_remedy(node));
    return std::nullopt;
  }
  if (value->count() < 0 || (positive && value->count() == 0)) {
    problems.add(node.mark,
                 fmt::format("the duration {} must be {}", shown(node), positive ? "more than 0" : "0 or more"),
                 value->count() < 0 ? "take the minus sign away" : std::string(kDurationExample));
    return std::nullopt;
  }
  return value;
}

void MapReader::duration(std::string_view key, sim::Duration& into) {
  const bool positive = form(key, Value::Kind::duration).positive;
  if (const Node* node = find(key))
    if (const auto value = read_duration(*node, problems_, positive)) into = *value;
}

void MapReader::distribution(std::string_view key, sim::Distribution& into) {
  static_cast<void>(form(key, Value::Kind::distribution));
  if (const Node* node = find(key))
    if (const auto value = read_distribution(*node, problems_)) into = *value;
}

void MapReader::one_of(std::string_view key, std::string& into) {
  one_of(key, form(key, Value::Kind::word).words, into);
}

void MapReader::one_of(std::string_view key, const std::vector<std::string_view>& words, std::string& into) {
  const Node* node = find(key);
  if (node == nullptr) return;
  if (node->is_scalar() && std::find(words.begin(), words.end(), node->text) != words.end()) {
    into = node->text;
    return;
  }
  const std::string near = node->is_scalar() ? nearest(node->text, words) : "";
  problems_.add(node->mark, fmt::format("{} must be one of {}, not {}", key, fmt::join(words, ", "), shown(*node)),
                near.empty() ? "" : fmt::format("did you mean \"{}\"?", near));
}

}  // namespace scenarios
