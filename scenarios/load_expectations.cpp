#include <fmt/format.h>

#include <algorithm>

#include "scenarios/load_parts.h"
#include "scenarios/quantities.h"

namespace scenarios {
namespace {

const KeyTable kStorageFreed{
    .name = "storage freed",
    .rows = {{"within", value::positive_duration(), "15min", "how long after everyone has left", "5min"}}};
const KeyTable kBill{.name = "bill",
                     .example = "bill: {at most: $6}",
                     .rows = {{"at most", value::money(), kNeeded, "what a month of this may cost", "$6"}}};
const KeyTable kConverge{
    .name = "clients converge",
    .rows = {{"within", value::positive_duration(), "15min", "how long after they are quiet", "10s"},
             {"view", value::text(), "all", "one of the views that they report", "text"}}};

const std::vector<KeyRow> kOwnRows = {
    {"storage freed", value::map(kStorageFreed), kOptional,
     "a room that everyone has left stores nothing that long after", "{within: 15min}"},
    {"never received", value::text("."), kOptional, "no client got a message, or an answer, with this text in it",
     "undefined"},
    {"received", value::text("."), kOptional, "some client got a message, or an answer, with this text in it", "hello"},
    {"clients converge", value::map(kConverge), kOptional,
     "views that clients in JavaScript report are the same once they are quiet", "{within: 10s}"},
    {"check", value::any_of({value::text("."), value::map(kCheck)}), kOptional,
     "each check of a module in JavaScript holds", "{file: ./checks.ts, only: [nobodyWaits]}"},
    {"bill", value::map(kBill), kOptional, "a month of this costs no more", "{at most: $6}"}};

std::vector<std::string_view> keys_of(const std::vector<KeyRow>& rows) {
  std::vector<std::string_view> keys;
  for (const KeyRow& row : rows) keys.push_back(row.key);
  return keys;
}

}  // namespace

const KeyTable kExpectation{.name = "an expectation",
                            .rows = joined(kOwnRows, property_rows()),
                            .exactly_one_of = keys_of(joined(kOwnRows, property_rows()))};

Value expectation_value() {
  std::vector<std::string_view> words = {
      "no handler throws", "delivered to everyone who stayed", "no alarm lost",
      "storage freed",     "clients got what they waited for", "no client script throws",
      "clients converge"};
  const auto alone = properties_that_stand_alone();
  words.insert(words.end(), alone.begin(), alone.end());
  return value::any_of({value::word(std::move(words)), value::map(kExpectation)});
}

namespace {

std::vector<std::string_view> kinds() {
  std::vector<std::string_view> all = expectation_value().forms.front().words;
  for (const KeyRow& row : kExpectation.rows)
    if (std::ranges::find(all, row.key) == all.end()) all.push_back(row.key);
  return all;
}

void unknown_kind(const Node& name, Problems& problems) {
  problems.add(name.mark, fmt::format("unknown expectation {}", shown(name)), suggestion(name.text, kinds()));
}

void read_parameter(const Node& node, Expectation& expectation, Problems& problems) {
  if (expectation.kind == "check") {
    read_check(node, expectation.check, problems);
  } else if (expectation.kind == "clients converge") {
    MapReader map(node, kConverge, problems);
    map.duration("within", expectation.within);
    map.text("view", expectation.text);
  } else if (expectation.kind == "storage freed") {
    MapReader map(node, kStorageFreed, problems);
    map.duration("within", expectation.within);
  } else if (expectation.kind == "bill") {
    MapReader map(node, kBill, problems);
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

void read_expectations(const Node& node, std::vector<Expectation>& expectations, Problems& problems) {
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
    if (const auto all = kinds(); std::ranges::find(all, name.text) == all.end()) {
      unknown_kind(name, problems);
      continue;
    }
    expectation.within = std::chrono::minutes(15);
    if (expectation.kind == "clients converge") expectation.within = std::chrono::seconds(10);
    if (with_parameter)
      read_parameter(*item->entries.front().second, expectation, problems);
    else if (expectation.kind == "bill" || expectation.kind == "check" || expectation.kind.ends_with("received"))
      problems.add(name.mark, fmt::format("\"{}\" needs to be told what", name.text),
                   expectation.kind == "bill"    ? "bill: {at most: $6}"
                   : expectation.kind == "check" ? "check: ./checks.ts"
                                                 : "never received: undefined");
    expectations.push_back(std::move(expectation));
  }
}

}  // namespace scenarios
