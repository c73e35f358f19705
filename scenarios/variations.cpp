#include "scenarios/variations.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace scenarios {

namespace {

constexpr const char* kNamePattern = "^[A-Za-z][A-Za-z0-9_]*$";
constexpr std::size_t kMostVariations = 10'000;
constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kNameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

}  // namespace

const KeyTable kVary{
    .name = "vary",
    .rows = {
        {"grid", value::names(value::list(value::anything(), 1), kNamePattern), kOptional, "every combination of these",
         "{visitors: [10, 100], answer: [80ms, 2s]}"},
        {"zip", value::names(value::list(value::anything(), 1), kNamePattern), kOptional,
         "side by side: the first of each, the second of each", "{base: [1s, 2s], longest: [10s, 30s]}"},
        {"cases", value::names(value::names(value::anything(), kNamePattern)), kOptional,
         "sets of values with names of their own", "{small: {rooms: 1}, large: {rooms: 40}}"},
        {"constraint", value::any_of({value::text("."), value::list(value::text("."), 1)}), kOptional,
         "which of them are left: a condition, or several that must all hold", "$visitors <= 100 or $answer == 2s"}}};

namespace {

bool is_name(std::string_view text) {
  return !text.empty() && kLetters.find(text[0]) != std::string_view::npos &&
         text.find_first_not_of(kNameCharacters) == std::string_view::npos;
}

/// How a value stands in a variation's name.
std::string label(const Node& value, std::size_t index) {
  return value.is_scalar() && value.text.size() <= 40 ? value.text : fmt::format("#{}", index + 1);
}

using Alternatives = std::vector<Variation>;

void check_name(const Node& name, std::set<std::string>& names, Problems& problems) {
  if (!is_name(name.text))
    problems.add(name.mark, fmt::format("{} cannot be the name of what varies", shown(name)),
                 "letters, digits and _, with a letter first");
  else if (!names.insert(name.text).second)
    problems.add(name.mark, fmt::format("{} varies twice", shown(name)), "give one of them another name");
}

bool is_list(const Node& node, std::string_view name, Problems& problems) {
  if (node.kind == Node::Kind::sequence && !node.items.empty()) return true;
  problems.add(node.mark,
               fmt::format("{} must be a list of values, not {}", name,
                           node.items.empty() && node.kind == Node::Kind::sequence ? "an empty one" : shown(node)),
               "for example: grid: {visitors: [10, 100]}");
  return false;
}

Alternatives combined(const Alternatives& first, const Alternatives& second) {
  Alternatives all;
  if (first.size() * second.size() > kMostVariations) return all;
  for (const Variation& a : first)
    for (const Variation& b : second) {
      Variation both = a;
      both.name += (a.name.empty() || b.name.empty() ? "" : ",") + b.name;
      both.values.insert(both.values.end(), b.values.begin(), b.values.end());
      all.push_back(std::move(both));
    }
  return all;
}

Alternatives read_grid(const Node& name, const Node& list) {
  Alternatives one;
  for (std::size_t i = 0; i < list.items.size(); ++i)
    one.push_back({fmt::format("{}={}", name.text, label(*list.items[i], i)), {{name.text, list.items[i]}}});
  return one;
}

Alternatives read_zip(const Node& zip, std::set<std::string>& names, Problems& problems) {
  Alternatives rows;
  for (const auto& [name, list] : zip.entries) {
    check_name(*name, names, problems);
    if (!is_list(*list, name->text, problems)) continue;
    if (rows.empty()) rows.resize(list->items.size());
    if (rows.size() != list->items.size()) {
      problems.add(
          list->mark,
          fmt::format("{} has {} values, and the first of zip has {}", name->text, list->items.size(), rows.size()),
          "what is zipped is of one length; grid: combines all with all");
      continue;
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      rows[i].name += fmt::format("{}{}={}", rows[i].name.empty() ? "" : ",", name->text, label(*list->items[i], i));
      rows[i].values.emplace_back(name->text, list->items[i]);
    }
  }
  return rows;
}

Alternatives read_cases(const Node& cases, std::set<std::string>& names, Problems& problems) {
  Alternatives all;
  const Node* first = nullptr;
  for (const auto& [name, values] : cases.entries) {
    Variation one{name->text, {}};
    if (!values->is_map()) {
      problems.add(values->mark,
                   fmt::format("the case {} must be a map from names to values, not {}", shown(*name), shown(*values)));
      continue;
    }
    for (const auto& [key, value] : values->entries) {
      if (first == nullptr)
        check_name(*key, names, problems);
      else if (first->find(key->text) == nullptr)
        problems.add(key->mark, fmt::format("the first case has no {}", shown(*key)), "all cases give the same names");
      one.values.emplace_back(key->text, value);
    }
    if (first == nullptr) first = values;
    for (const auto& [key, value] : first->entries)
      if (values->find(key->text) == nullptr)
        problems.add(name->mark, fmt::format("the case {} does not say {}", shown(*name), shown(*key)),
                     "all cases give the same names");
    all.push_back(std::move(one));
  }
  return all;
}

void keep_constrained(const Node& condition, Alternatives& all, Problems& problems) {
  if (!condition.is_scalar())
    return problems.add(condition.mark, fmt::format("a constraint is a text, not {}", shown(condition)));
  Alternatives kept;
  for (Variation& one : all) {
    Values values;
    for (const auto& [name, node] : one.values) values.emplace_back(name, node->is_scalar() ? node->text : "");
    std::string problem;
    const bool yes = holds(condition.text, values, problem);
    if (!problem.empty())
      return problems.add(condition.mark, fmt::format("{}: {}", shown(condition), problem),
                          "for example: $visitors <= 100 or $answer == 2s");
    if (yes) kept.push_back(std::move(one));
  }
  if (kept.empty() && !all.empty()) problems.add(condition.mark, "no variation is left by this constraint");
  all = std::move(kept);
}

}  // namespace

std::vector<Variation> read_variations(const Node& scenario, Problems& problems) {
  Alternatives all = {Variation{}};
  const Node* vary = scenario.is_map() ? scenario.find("vary") : nullptr;
  if (vary == nullptr) return all;
  MapReader map(*vary, kVary, problems);
  std::set<std::string> names;
  const Node* grid = map.find("grid");
  const Node* zip = map.find("zip");
  const Node* cases = map.find("cases");
  const Node* constraint = map.find("constraint");
  for (const Node* part : {grid, zip, cases})
    if (part != nullptr && !part->is_map())
      problems.add(part->mark, fmt::format("this must be a map from names to values, not {}", shown(*part)));
  std::vector<Alternatives> parts;
  if (grid != nullptr)
    for (const auto& [name, list] : grid->entries) {
      check_name(*name, names, problems);
      if (is_list(*list, name->text, problems)) parts.push_back(read_grid(*name, *list));
    }
  if (zip != nullptr) parts.push_back(read_zip(*zip, names, problems));
  if (cases != nullptr) parts.push_back(read_cases(*cases, names, problems));
  for (const Alternatives& part : parts) {
    if (part.empty()) continue;
    all = combined(all, part);
    if (all.empty()) {
      problems.add(vary->mark, fmt::format("more than {} variations", kMostVariations),
                   "split the study into several files");
      return all;
    }
  }
  if (constraint != nullptr) {
    const std::vector<const Node*> conditions =
        constraint->kind == Node::Kind::sequence ? constraint->items : std::vector{constraint};
    if (conditions.empty())
      problems.add(constraint->mark, "there are no conditions here", "for example: $visitors <= 100");
    for (const Node* condition : conditions) keep_constrained(*condition, all, problems);
  }
  return all;
}

namespace {

/// Puts values in place of their names in one tree.
class Filling {
 public:
  Filling(const Variation& variation, std::deque<Node>& nodes, Problems& problems)
      : variation_(variation), nodes_(nodes), problems_(problems) {}

  const Node* filled(const Node* node) {
    if (node->is_scalar()) return scalar(node);
    if (node->kind == Node::Kind::null) return node;
    Node copy = *node;
    bool changed = false;
    const auto fill = [&](const Node*& part) {
      const Node* now = filled(part);
      changed = changed || now != part;
      part = now;
    };
    for (const Node*& item : copy.items) fill(item);
    for (auto& [key, value] : copy.entries) fill(value);
    return changed ? &nodes_.emplace_back(std::move(copy)) : node;
  }

 private:
  const Node* value_of(std::string_view name) const {
    const auto found = std::ranges::find(variation_.values, name, &std::pair<std::string, const Node*>::first);
    return found == variation_.values.end() ? nullptr : found->second;
  }

  const Node* scalar(const Node* node) {
    if (node->text.find('$') == std::string::npos) return node;
    std::string text;
    std::string_view rest = node->text;
    bool changed = false;
    while (!rest.empty()) {
      const std::size_t dollar = std::min(rest.find('$'), rest.size());
      text += rest.substr(0, dollar);
      rest.remove_prefix(dollar);
      if (rest.empty()) break;
      const bool bracket = rest.starts_with("$(");
      const std::string_view after = rest.substr(bracket ? 2 : 1);
      const std::string_view name = after.substr(0, std::min(after.find_first_not_of(kNameCharacters), after.size()));
      const bool closed = !bracket || after.substr(name.size()).starts_with(')');
      const std::size_t length = name.size() + (bracket ? 3 : 1);
      const Node* value = is_name(name) && closed ? value_of(name) : nullptr;
      if (value != nullptr && too_much(*node, *value)) return node;
      if (value != nullptr && length == node->text.size()) return value;
      if (value == nullptr || !value->is_scalar()) {
        if (value != nullptr)
          problems_.add(node->mark, fmt::format("${} stands for {} here, within a text", name, shown(*value)),
                        "a map or list takes the place of a whole value");
        if (value == nullptr && length == node->text.size() && is_name(name)) unknown(*node, name);
        text += rest.substr(0, 1);
        rest.remove_prefix(1);
        continue;
      }
      text += value->text;
      rest.remove_prefix(length);
      changed = true;
    }
    if (!changed) return node;
    Node copy = *node;
    copy.text = std::move(text);
    return &nodes_.emplace_back(std::move(copy));
  }

  /// What values add up to is bounded as aliases are.
  bool too_much(const Node& where, const Node& value) {
    const bool before = size_ > YamlDocument::kMaxNodes || bytes_ > YamlDocument::kMaxTextBytes;
    size_ += value.size;
    bytes_ += value.text_bytes + value.text.size();
    const bool after = size_ > YamlDocument::kMaxNodes || bytes_ > YamlDocument::kMaxTextBytes;
    if (after && !before)
      problems_.add(where.mark, fmt::format("more than {} nodes or {} bytes once what varies is filled in",
                                            YamlDocument::kMaxNodes, YamlDocument::kMaxTextBytes));
    return after;
  }

  void unknown(const Node& node, std::string_view name) {
    std::vector<std::string_view> known;
    for (const auto& [one, value] : variation_.values) known.push_back(one);
    problems_.add(node.mark, fmt::format("nothing varies under the name {}", shown(name)), suggestion(name, known));
  }

  const Variation& variation_;
  std::deque<Node>& nodes_;
  Problems& problems_;
  std::uint64_t size_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace

const Node* with_values(const Node& scenario, const Variation& variation, std::deque<Node>& nodes, Problems& problems) {
  if (variation.values.empty() || !scenario.is_map()) return &scenario;
  Filling filling(variation, nodes, problems);
  Node& copy = nodes.emplace_back(scenario);
  for (auto& [key, value] : copy.entries)
    if (key->text != "vary") value = filling.filled(value);
  return &copy;
}

}  // namespace scenarios
