#include "scenarios/fuzz/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "models/invariants/make_property.h"
#include "scenarios/fuzz/restless.h"

namespace scenarios::fuzz {
namespace {

using models::invariants::on;
using models::invariants::Outcome;

constexpr std::string_view kThrows = "no handler throws";
constexpr std::string_view kRejects = "no unhandled rejection";
/// An alarm that was due so long before the end is lost, even where one was late.
constexpr sim::Duration kLateStill = std::chrono::minutes(5);
constexpr std::string_view kStaysFreed = "freed storage stays freed", kLost = "no alarm lost";
constexpr std::string_view kIdempotent = "constructor idempotent";
/// Promises of how soon and how often, which what befalls a run breaks by its nature.
constexpr std::string_view kOfUndisturbedRuns[] = {"message latency", "wake latency", "connect success",
                                                   "alarms on time", "no alarm doubled"};
bool counts(std::string_view kind) {
  return std::ranges::find(kOfUndisturbedRuns, kind) == std::end(kOfUndisturbedRuns);
}

/// Expectations that something comes to somebody.
constexpr std::string_view kWaits[] = {"clients got what they waited for", "received", "clients converge"};
/// Expectations of how soon and how often that hold however clients are cut off, but not while alarms and calls are
/// repeated because nothing can be written.
constexpr std::string_view kOfWorkingStorage[] = {"presence", "use ", "wakes"};
/// An expectation of what a room does when nobody is left to make it.
constexpr std::string_view kFreed = "storage freed", kUnarmed = "No alarm is armed now";
/// What is said of a check that says `eventually`, and of one that says `sometimes` (models/script/glue/checks.js).
constexpr std::string_view kNotWithin = "not within ", kNever = "it never happened";
/// Numbers differ from run to run of one bug.
std::string without_numbers(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool digit = c >= '0' && c <= '9';
    if (digit && result.ends_with('#')) continue;
    result += digit ? '#' : c;
  }
  return result;
}

/// An error is the same bug wherever it is thrown from the same line; other properties are one bug each.
std::string identity_of(const std::string& property, const models::invariants::Violation& violation) {
  if (property == kIdempotent) return property + "\n" + violation.explanation.front();
  if (property.starts_with(kFreed))
    return property + (violation.explanation.back().starts_with(kUnarmed) ? "\nby nothing" : "");
  if (property != kThrows) return property;
  std::string identity = property;
  for (const std::string& sentence : violation.explanation) identity += "\n" + sentence;
  return identity.substr(0, identity.find("\nat ", identity.find("\nat ") + 1));
}

Failure failure_of(const std::string& property, const models::invariants::Violation& violation) {
  Failure failure{.oracle = property,
                  .identity = without_numbers(identity_of(property, violation)),
                  .words = {violation.who},
                  .at = violation.at};
  for (const std::string& sentence : violation.explanation) failure.words.push_back(sentence);
  return failure;
}

std::string first_word(const std::string& text) { return text.substr(0, text.find(' ')); }

}  // namespace

Judge::Judge(const Scenario& scenario, bool frees_storage) {
  std::set<std::string> asked;
  for (const Expectation& expectation : scenario.expectations) {
    if (expectation.kind == "bill" || expectation.kind == "check" || !counts(expectation.kind)) continue;
    if (expectation.kind == kThrows) {  // which is asked anyway
      throws_ = Throws(true);
      continue;
    }
    asked.insert(expectation.kind);
    if (std::ranges::find(kWaits, expectation.kind) != std::end(kWaits) && !healing_) healing_.emplace();
    properties_.add(models::invariants::make_property(expectation));
  }
  if (frees_storage && !asked.contains("storage freed")) {
    models::invariants::PropertySpec spec;
    spec.kind = "storage freed";
    spec.within = kClearsUp;
    spec.unless_alarm_armed = true;
    properties_.add(models::invariants::make_property(spec));
  }
  for (const std::string_view kind : {kRejects, kStaysFreed, kLost})
    if (!asked.contains(std::string(kind))) {
      models::invariants::PropertySpec spec;
      spec.kind = kind;
      properties_.add(models::invariants::make_property(spec));
    }
}

void Judge::visit(const sim::RawRecord& record) {
  properties_.visit(record);
  throws_.visit(record, properties_.run());
  transcript_.visit(record);
  excuses_.visit(record);
  interrupted_.visit(record);
  if (healing_) healing_->visit(record);
  on<models::ExceptionThrown>(record, [this](const models::ExceptionThrown&) { erred_ = true; });
  on<models::HttpAnswered>(record, [this](const models::HttpAnswered& answer) {
    erred_ = erred_ || answer.status == 0 || answer.status >= 500;
  });
  on<models::CheckVerdict>(record, [this](const models::CheckVerdict& one) { checks_.push_back(one); });
}

/// An error that the platform has made in a call's stead is not the code's; for the rest see excuses.h, and healing.h.
bool Judge::excused(const models::invariants::Verdict& verdict) const {
  const models::invariants::Violation& first = *verdict.first;
  // An alarm that is late may be late because the one before it was.
  if (verdict.property == kLost && excuses_.delayed(sim::Time::max()) &&
      properties_.run().now() < first.at + kLateStill)
    return true;
  if (verdict.property == kRejects) return std::ranges::any_of(first.explanation, is_of_the_platform);
  const bool waits = std::ranges::any_of(
      kWaits, [&](std::string_view kind) { return std::string_view(verdict.property).starts_with(kind); });
  const std::string_view property = verdict.property;
  if (waits && excuses_.cut_off(first.at)) {
    if (property.starts_with("clients converge")) return !healing_->still_apart(property);
    return !property.starts_with("received") || !healing_->late_alarms_are_over();
  }
  if (std::ranges::any_of(kOfWorkingStorage, [&](std::string_view kind) { return property.starts_with(kind); }))
    return excuses_.delayed(first.at);
  return property.starts_with(kFreed) && excuses_.lost(first.who, first.at);
}

bool Judge::excused(const models::CheckVerdict& check) const {
  // At the end of the run, what an alarm was to do has yet to be tried again.
  if (check.first >= properties_.run().now() && excuses_.retry_pending()) return true;
  return check.text == kNever ? excuses_.cut_off()
                              : check.text.starts_with(kNotWithin) && excuses_.cut_off(check.first);
}

std::optional<Failure> Judge::in_vain() {
  if (erred_ || interrupted_.any()) return std::nullopt;
  for (const auto& verdict : properties_.verdicts())
    if (verdict.outcome == Outcome::violated &&
        (verdict.property == kWaits[0] || verdict.property.starts_with(kWaits[1])))
      return failure_of(verdict.property, *verdict.first);
  return std::nullopt;
}

std::optional<Failure> Judge::failure() {
  std::optional<Failure> rejection;  // an exception is told as such
  for (const auto& verdict : properties_.verdicts()) {
    if (verdict.outcome != Outcome::violated || excused(verdict)) continue;
    if (verdict.property != kRejects) return failure_of(verdict.property, *verdict.first);
    rejection = failure_of(verdict.property, *verdict.first);
  }
  if (const auto thrown = throws_.first()) return failure_of(std::string(kThrows), *thrown);
  if (rejection) return rejection;
  for (const models::CheckVerdict& check : checks_)
    if (check.outcome == models::CheckOutcome::violated && !excused(check))
      return Failure{
          .oracle = "check " + check.name, .identity = "check " + check.name, .words = {check.text}, .at = check.first};
  return std::nullopt;
}

bool is_of_freeing(const Failure& failure) { return failure.oracle.starts_with(kFreed); }
bool is_of_waiting(const Failure& failure) { return failure.oracle == kWaits[0]; }
bool is_of_staying_freed(const Failure& failure) { return failure.oracle == kStaysFreed; }

std::optional<Failure> nap_difference(const Transcript& awake, const Transcript& napped) {
  const auto before = awake.lines();
  const auto after = napped.lines();
  for (const auto& [client, lines] : before) {
    const auto found = after.find(client);
    const std::vector<TranscriptLine> none;
    const std::vector<TranscriptLine>& others = found == after.end() ? none : found->second;
    const auto apart = first_apart(lines, others);
    if (!apart) continue;
    const auto line = [](const std::vector<TranscriptLine>& all, std::size_t i) {
      return i == all.size() ? "nothing more" : shown(all[i]);
    };
    const std::string expected = line(lines, apart->awake), got = line(others, apart->napped);
    const bool is_only_missing =
        apart->awake < lines.size() && apart->napped < others.size() && line(lines, apart->awake + 1) == got;
    // The same bug shows with other clients and texts, but in the same place of a conversation.
    return Failure{
        .oracle = "nap equivalence",
        .identity = fmt::format("nap equivalence\n{}\n{}", first_word(expected), first_word(got)),
        .words = {fmt::format("client {} saw, when no room slept: {}", client, expected),
                  is_only_missing ? fmt::format("and when rooms slept in between, not that; next came: {}", got)
                                  : fmt::format("and when rooms slept in between: {}", got)}};
  }
  return std::nullopt;
}

}  // namespace scenarios::fuzz
