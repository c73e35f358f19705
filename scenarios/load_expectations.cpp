#include <fmt/format.h>

#include <algorithm>

#include "scenarios/load_parts.h"
#include "scenarios/quantities.h"

namespace scenarios {
namespace {

const std::vector<std::string_view> kKinds = {"no handler throws",
                                              "delivered to everyone who stayed",
                                              "no alarm lost",
                                              "storage freed",
                                              "never received",
                                              "received",
                                              "clients got what they waited for",
                                              "no client script throws",
                                              "clients converge",
                                              "check",
                                              "bill"};

void unknown_kind(const Node& name, Problems& problems) {
  auto known = kKinds;
  const auto properties = property_names();
  known.insert(known.end(), properties.begin(), properties.end());
  problems.add(name.mark, fmt::format("unknown expectation {}", shown(name)), suggestion(name.text, known));
}

/// "$6", "$6 a month" or "$6/month": a budget is always a month's.
std::optional<std::int64_t> parse_monthly(std::string_view text) {
  for (const std::string_view month : {" a month", "/month", " per month"})
    if (text.ends_with(month)) text.remove_suffix(month.size());
  return parse_money(text);
}

void read_parameter(const Node& node, const std::filesystem::path& folder, Expectation& expectation,
                    Problems& problems) {
  if (expectation.kind == "check") {
    read_check(node, folder, expectation.check, problems);
  } else if (expectation.kind == "clients converge") {
    MapReader map(node, "clients converge", {"within", "view"}, problems);
    map.duration("within", expectation.within, true);
    map.text("view", expectation.text);
  } else if (expectation.kind == "storage freed") {
    MapReader map(node, "storage freed", {"within"}, problems);
    map.duration("within", expectation.within, true);
  } else if (expectation.kind == "bill") {
    MapReader map(node, "bill", {"at most"}, problems);
    map.require({"at most"}, "bill: {at most: $6}");
    const Node* most = map.find("at most");
    const auto money = most != nullptr && most->is_scalar() ? parse_monthly(most->text) : std::nullopt;
    if (money)
      expectation.money = *money;
    else if (most != nullptr)
      problems.add(most->mark, fmt::format("expected an amount, not {}", shown(*most)),
                   "for example: $6, which is for a month");
  } else if (node.is_scalar() && !node.text.empty() && expectation.kind.ends_with("received")) {
    expectation.text = node.text;
  } else {
    problems.add(node.mark, fmt::format("\"{}\" does not take {}", expectation.kind, shown(node)));
  }
}

}  // namespace

void read_expectations(const Node& node, const std::filesystem::path& folder, std::vector<Expectation>& expectations,
                       Problems& problems) {
  if (node.kind != Node::Kind::sequence)
    return problems.add(node.mark, fmt::format("expect must be a list, not {}", shown(node)), "- no handler throws");
  for (const Node* item : node.items) {
    if (item->kind == Node::Kind::map && item->entries.size() != 1) {
      problems.add(item->mark, "an expectation is one line of the list", "begin each with its own dash");
      continue;
    }
    const bool with_parameter = item->is_map();
    if (!with_parameter && !item->is_scalar()) {
      problems.add(item->mark, fmt::format("expected an expectation, not {}", shown(*item)));
      continue;
    }
    const Node& name = with_parameter ? *item->entries.front().first : *item;
    Expectation expectation;
    expectation.kind = name.text;
    if (read_property(name, with_parameter ? item->entries.front().second : nullptr, expectation, problems)) {
      expectations.push_back(std::move(expectation));
      continue;
    }
    if (std::find(kKinds.begin(), kKinds.end(), name.text) == kKinds.end()) {
      unknown_kind(name, problems);
      continue;
    }
    expectation.within = std::chrono::minutes(15);
    if (expectation.kind == "clients converge") expectation.within = std::chrono::seconds(10);
    if (with_parameter)
      read_parameter(*item->entries.front().second, folder, expectation, problems);
    else if (expectation.kind == "bill" || expectation.kind == "check" || expectation.kind.ends_with("received"))
      problems.add(name.mark, fmt::format("\"{}\" needs to be told what", name.text),
                   expectation.kind == "bill"    ? "bill: {at most: $6}"
                   : expectation.kind == "check" ? "check: ./checks.ts"
                                                 : "never received: undefined");
    expectations.push_back(std::move(expectation));
  }
}

}  // namespace scenarios
