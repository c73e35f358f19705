#include "scenarios/fuzz/reduce.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "scenarios/fuzz/determined.h"
#include "scenarios/fuzz/shrink.h"

namespace scenarios::fuzz {
namespace {

/// The way from the root to a node: each number counts items, or else entries.
using Way = std::vector<std::size_t>;

Tree& child(Tree& tree, std::size_t i) { return tree.items.empty() ? tree.entries[i].second : tree.items[i]; }
std::size_t children(const Tree& tree) { return tree.items.size() + tree.entries.size(); }
Tree& node(Tree& root, const Way& way) {
  Tree* at = &root;
  for (const std::size_t i : way) at = &child(*at, i);
  return *at;
}

/// Level by level: what is large goes first.
std::vector<Way> all_ways(const Tree& root) {
  std::vector<Way> ways = {{}};
  for (std::size_t next = 0; next < ways.size(); ++next) {
    Tree copy = root;
    const Tree& here = node(copy, ways[next]);
    for (std::size_t i = 0; i < children(here); ++i) {
      Way below = ways[next];
      below.push_back(i);
      ways.push_back(std::move(below));
    }
  }
  return ways;
}

std::optional<std::uint64_t> whole_number(const Tree& tree) {
  std::uint64_t number = 0;
  const char* end = tree.text.data() + tree.text.size();
  const auto [ptr, error] = std::from_chars(tree.text.data(), end, number);
  if (tree.kind != Node::Kind::scalar || error != std::errc() || ptr != end) return std::nullopt;
  return number;
}

/// Simpler things that may stand in place of this one, the simplest first.
std::vector<Tree> simpler(const Tree& tree) {
  constexpr std::size_t kLongText = 40;
  std::vector<Tree> all;
  if (auto constant = constant_of(tree)) {
    all.push_back(Tree::scalar("0s"));
    all.push_back(std::move(*constant));
  }
  if (const auto number = whole_number(tree); number && *number > 1) {
    all.push_back(Tree::scalar("1"));
    if (*number > 3) all.push_back(Tree::scalar(std::to_string(*number / 2)));
  }
  if (tree.kind == Node::Kind::scalar && tree.quoted && tree.text.size() > kLongText) all.push_back(Tree::scalar("x"));
  return all;
}

/// Without a limit someone else's holds, or none: another scenario, not a smaller one.
constexpr std::string_view kLimits[] = {"times", "within"};

/// Whether a text has the place that is filled with what is drawn under this name.
bool names_place(const Tree& tree, const std::string& name) {
  const auto has = [&](const std::string& text) {
    return text.find("<" + name + ">") != text.npos || text.find("{" + name + "}") != text.npos;
  };
  return has(tree.text) || std::ranges::any_of(tree.items, [&](const Tree& item) { return names_place(item, name); }) ||
         std::ranges::any_of(tree.entries,
                             [&](const auto& entry) { return has(entry.first) || names_place(entry.second, name); });
}

class Reducing {
 public:
  Reducing(Tree scenario, const std::function<bool(const Tree&)>& fails, std::uint64_t most)
      : best_(std::move(scenario)), fails_(fails), left_(most) {}

  Tree run() {
    for (bool smaller = true; smaller && left_ > 0;) {
      smaller = false;
      for (const Way& way : all_ways(best_)) {
        if (!is_there(way)) continue;
        if (!is_sent(way)) {
          smaller = less_of_list(way) || smaller;
          smaller = less_of_map(way) || smaller;
          smaller = steps_instead_of_loop(way) || smaller;
        }
        smaller = simpler_value(way) || smaller;
      }
    }
    return std::move(best_);
  }

 private:
  [[nodiscard]] bool is_there(const Way& way) {
    Tree* at = &best_;
    for (const std::size_t i : way) {
      if (i >= children(*at)) return false;
      at = &child(*at, i);
    }
    return true;
  }

  /// The keys on the way to a node.
  [[nodiscard]] std::vector<std::string> keys(const Way& way) {
    std::vector<std::string> found;
    Tree* at = &best_;
    for (const std::size_t i : way) {
      if (at->items.empty()) found.push_back(at->entries[i].first);
      at = &child(*at, i);
    }
    return found;
  }

  /// What rooms are sent stays of its form: what they make of another says nothing of the failure.
  [[nodiscard]] bool is_sent(const Way& way) {
    const std::vector<std::string> on_the_way = keys(way);
    return std::ranges::find(on_the_way, "json") != on_the_way.end();
  }

  /// Whether the scenario without this key may still be the same, but smaller.
  [[nodiscard]] bool may_go(const Way& way, std::size_t i) {
    const auto& [key, value] = node(best_, way).entries[i];
    if (std::ranges::find(kLimits, key) != std::end(kLimits)) return false;
    const auto is_used = [this](const auto& draw) { return names_place(best_, draw.first); };
    if (key == "draws") return std::ranges::none_of(value.entries, is_used);
    const std::vector<std::string> on_the_way = keys(way);
    return on_the_way.empty() || on_the_way.back() != "draws" || !is_used(std::pair(key, 0));
  }

  bool try_with(const Way& way, const std::function<void(Tree&)>& change) {
    if (left_ == 0) return false;
    Tree candidate = best_;
    change(node(candidate, way));
    if (candidate == best_) return false;
    --left_;
    if (!fails_(candidate)) return false;
    best_ = std::move(candidate);
    return true;
  }

  bool less_of_list(const Way& way) {
    const std::vector<Tree> items = node(best_, way).items;
    if (items.empty()) return false;
    const std::vector<Tree> fewer = minimal(
        items, [&](const std::vector<Tree>& rest) { return try_with(way, [&](Tree& list) { list.items = rest; }); });
    return fewer.size() < items.size();
  }

  bool less_of_map(const Way& way) {
    bool smaller = false;
    for (std::size_t i = node(best_, way).entries.size(); i-- > 0;) {
      if (!may_go(way, i)) continue;
      smaller =
          try_with(way, [&](Tree& map) { map.entries.erase(map.entries.begin() + static_cast<std::ptrdiff_t>(i)); }) ||
          smaller;
    }
    return smaller;
  }

  /// `{repeat: {times: 3, do: [...]}}` in a list of steps becomes what it does; likewise a step that is repeated
  /// `every:` so often.
  bool steps_instead_of_loop(const Way& way) {
    bool smaller = false;
    for (std::size_t i = node(best_, way).items.size(); i-- > 0;) {
      for (std::size_t way_in = 0; way_in < 3; ++way_in)
        if (try_with(way, [&](Tree& list) { unroll(list, i, way_in); })) {
          smaller = true;
          break;
        }
    }
    return smaller;
  }
  static void unroll(Tree& list, std::size_t i, std::size_t nth) {
    std::vector<const Tree*> lists;
    const auto search = [&](const auto& self, const Tree& tree) -> void {
      if (tree.items.size() > 0 && tree.items.front().kind == Node::Kind::map) lists.push_back(&tree);
      for (const auto& [key, value] : tree.entries) self(self, value);
    };
    const Tree step = list.items[i];
    search(search, step);
    if (nth >= lists.size()) return;
    const auto place = list.items.erase(list.items.begin() + static_cast<std::ptrdiff_t>(i));
    list.items.insert(place, lists[nth]->items.begin(), lists[nth]->items.end());
  }

  bool simpler_value(const Way& way) {
    if (const auto on_the_way = keys(way); !on_the_way.empty() && on_the_way.back() == "within") return false;
    const Tree now = node(best_, way);
    for (const Tree& other : simpler(now))
      if (try_with(way, [&](Tree& value) { value = other; })) return true;
    return false;
  }

  Tree best_;
  const std::function<bool(const Tree&)>& fails_;
  std::uint64_t left_;
};

std::uint64_t steps_of(const Tree& tree) {
  std::uint64_t count = 0;
  for (const Tree& item : tree.items)
    if (item.kind == Node::Kind::scalar)
      ++count;
    else {
      std::uint64_t inside = 0;
      for (const auto& [key, value] : item.entries) inside += value.items.empty() ? steps_of(value) : steps_of(value);
      count += std::max<std::uint64_t>(1, inside);
    }
  for (const auto& [key, value] : tree.entries) count += steps_of(value);
  return count;
}

}  // namespace

Tree reduced(Tree scenario, const std::function<bool(const Tree&)>& fails, std::uint64_t most) {
  return Reducing(std::move(scenario), fails, most).run();
}

std::uint64_t events_of(const Tree& scenario) {
  std::uint64_t count = 0;
  for (const auto& [key, value] : scenario.entries) {
    if (key == "faults") count += value.items.size();
    if (key != "clients") continue;
    for (const Tree& group : value.items)
      for (const auto& [name, steps] : group.entries)
        if (name == "does") count += steps_of(steps);
  }
  return count;
}

}  // namespace scenarios::fuzz
