#include "commands/broken_promise.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "commands/read_trace.h"
#include "models/invariants/make_property.h"
#include "models/records.h"
#include "models/script/record_view.h"
#include "models/trace_json.h"
#include "scenarios/input_error.h"

namespace commands {
namespace {

namespace fs = std::filesystem;
using models::invariants::on;

struct Found {
  BrokenPromise promise;
  sim::Time at{};
  std::uint64_t number = 0;    // of the record that shows it, from 1; 0: none does
  nlohmann::json record = {};  // as a check saw it; null: not known
};

/// All promises of a run that were broken, and the names of all.
class Promises {
 public:
  explicit Promises(const scenarios::Scenario& scenario) {
    for (const auto& one : scenario.expectations)
      if (one.kind != "bill" && one.kind != "check") properties_.add(models::invariants::make_property(one));
  }
  void visit(const sim::RawRecord& record) {
    properties_.visit(record);
    on<models::CheckVerdict>(record, [&](const auto& verdict) {
      names_.push_back(verdict.name);
      if (verdict.outcome != models::CheckOutcome::violated) return;
      Found found{.promise = {.promise = verdict.name, .who = {}, .explanation = {}}, .at = verdict.first};
      if (!verdict.text.empty()) found.promise.explanation.push_back(verdict.text);
      if (!verdict.record.empty()) {
        found.promise.explanation.push_back(verdict.record);
        found.record = nlohmann::json::parse(verdict.record, nullptr, false);
      }
      broken_.push_back(std::move(found));
    });
  }
  void finish() {
    for (auto& verdict : properties_.verdicts()) {
      names_.push_back(verdict.property);
      if (verdict.first)
        broken_.push_back({.promise = {.promise = verdict.property,
                                       .who = verdict.first->who,
                                       .explanation = std::move(verdict.first->explanation)},
                           .at = verdict.first->at,
                           .number = verdict.first->record});
    }
  }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] std::optional<Found> first(const std::string& asked) const {
    const Found* first = nullptr;
    for (const Found& one : broken_)
      if ((asked == "violation" || one.promise.promise == asked) && (first == nullptr || one.at < first->at))
        first = &one;
    return first == nullptr ? std::nullopt : std::optional(*first);
  }

 private:
  models::invariants::PropertySet properties_;
  std::vector<std::string> names_;
  std::vector<Found> broken_;
};

/// Of what a violation is about: "room a" or "client phone-3"; "": everything.
class Subject {
 public:
  explicit Subject(std::string who) : who_(std::move(who)) {}
  bool is(const sim::RawRecord& raw) {
    for (const auto kind :
         {sim::BodyRecord::kKind, models::CheckVerdict::kKind, models::RunEnded::kKind, models::RoomStored::kKind})
      if (raw.kind == kind) return false;
    std::string json;
    models::append_json_line(raw, json);
    const auto fields = nlohmann::json::parse(json);
    if (raw.kind == models::NameDefined::kKind) {
      const std::string what = fields["what"];
      if (what + " " + fields["name"].get<std::string>() == who_)
        ids_.insert({what, fields["id"].get<std::uint32_t>()});
      return false;
    }
    if (who_.empty()) return true;
    for (const char* what : {"room", "client"})
      // A client in code is told which room it is for by its name.
      if (fields.contains(what) && fields[what].is_number() && ids_.contains({what, fields[what].get<std::uint32_t>()}))
        return true;
    return false;
  }

 private:
  std::string who_;
  std::set<std::pair<std::string, std::uint32_t>> ids_;
};

/// Whether this is the record that a check was shown.
bool shown(const nlohmann::json& record, const nlohmann::json& line) {
  for (const char* field : {"at", "record", "room", "client", "socket"})
    if (record.contains(field) != line.contains(field) || (record.contains(field) && record[field] != line[field]))
      return false;
  return true;
}

std::size_t record_of(const fs::path& trace, const Found& found) {
  Subject subject(found.promise.who);
  models::script::RecordView view;
  std::optional<std::size_t> same, thrown, exact, before;
  std::size_t number = 0;
  read_trace(trace, [&](const sim::RawRecord& raw) {
    const std::size_t here = number++;
    if (found.record.is_object()) {
      std::string line;
      view.append(raw, line);
      if (!same && !line.empty() && shown(found.record, nlohmann::json::parse(line))) same = here;
    }
    if (raw.at > found.at && raw.kind != models::NameDefined::kKind) return;
    if (!subject.is(raw)) return;
    before = here;
    if (raw.at != found.at) return;
    exact = here;
    if (raw.kind == models::ExceptionThrown::kKind && !thrown) thrown = here;
  });
  if (same) return *same;
  return thrown ? *thrown : exact ? *exact : before.value_or(0);
}

}  // namespace

std::optional<BrokenPromise> find_broken_promise(const scenarios::Scenario& scenario, const fs::path& trace,
                                                 const std::string& asked) {
  Promises promises(scenario);
  read_trace(trace, [&](const sim::RawRecord& record) { promises.visit(record); });
  promises.finish();
  bool known = asked == "violation";
  std::string names;
  for (const std::string& name : promises.names()) {
    known = known || name == asked;
    names += (names.empty() ? "" : ", ") + name;
  }
  if (!known)
    throw scenarios::InputError(
        {{asked, 0, 0, "the scenario makes no such promise", "a record's number, violation, or one of: " + names}});
  auto found = promises.first(asked);
  if (!found) return std::nullopt;
  found->promise.record = found->number > 0 ? found->number - 1 : record_of(trace, *found);
  return found->promise;
}

}  // namespace commands
