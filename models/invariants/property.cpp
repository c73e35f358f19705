#include "models/invariants/property.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "sim/record_json.h"

namespace models::invariants {
namespace {

constexpr std::size_t kMostNames = 100'000'000;  // a number beyond this is a broken trace, not a name
constexpr std::size_t kQuotedBytes = 80;

void keep(std::vector<std::string>& names, std::size_t id, std::string name) {
  if (id >= kMostNames) throw sim::TraceFormatError("a name's number is out of all proportion");
  if (names.size() <= id) names.resize(id + 1);
  names[id] = std::move(name);
}

std::string named(const std::vector<std::string>& names, std::string_view what, std::uint32_t id) {
  if (id < names.size() && !names[id].empty()) return fmt::format("{} {}", what, names[id]);
  return fmt::format("{} #{}", what, id);
}

thread_local std::vector<std::uint16_t>* g_asked = nullptr;

}  // namespace

struct RunContext::Parsed {
  sim::BodyId id = sim::BodyId::empty;
  nlohmann::json value;
};

RunContext::RunContext() = default;
RunContext::~RunContext() = default;

const nlohmann::json* RunContext::json(sim::BodyId id) const {
  constexpr std::size_t kParsed = 64;  // a power of two
  const std::string_view text = body(id);
  if (text.empty() || (text.front() != '{' && text.front() != '[')) return nullptr;
  if (parsed_.empty()) parsed_.resize(kParsed);
  Parsed& parsed = parsed_[static_cast<std::size_t>(id) & (kParsed - 1)];
  if (parsed.id != id) parsed = {id, nlohmann::json::parse(text, nullptr, false)};
  return parsed.value.is_discarded() ? nullptr : &parsed.value;
}

void reads_kind(std::uint16_t kind) {
  if (g_asked != nullptr) g_asked->push_back(kind);
}

std::string_view name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::holds:
      return "holds";
    case Outcome::violated:
      return "violated";
    case Outcome::unknown:
      break;
  }
  return "unknown";
}

void RunContext::visit(const sim::RawRecord& record) {
  if (!first_) first_ = began_ = record.at;
  now_ = record.at;
  ++records_;
  on<NameDefined>(record, [this](NameDefined& defined) {
    if (defined.what == NameOf::room) keep(rooms_, defined.id, std::move(defined.name));
    if (defined.what == NameOf::client) keep(clients_, defined.id, std::move(defined.name));
  });
  on<sim::BodyRecord>(record, [this](sim::BodyRecord& body) {
    keep(bodies_, static_cast<std::size_t>(body.id), std::move(body.bytes));
  });
}

std::string RunContext::room(RoomId id) const {
  if (id == RoomId::none) return "the Worker";
  return named(rooms_, "room", static_cast<std::uint32_t>(id));
}

std::string RunContext::client(ClientId id) const { return named(clients_, "client", static_cast<std::uint32_t>(id)); }

std::string_view RunContext::body(sim::BodyId id) const {
  const auto index = static_cast<std::size_t>(id);
  return index < bodies_.size() ? std::string_view(bodies_[index]) : std::string_view{};
}

std::string RunContext::quoted(sim::BodyId id) const {
  const std::string_view bytes = body(id);
  if (std::string shown = sim::text_or_bytes(bytes); shown != bytes) return shown;
  if (bytes.size() <= kQuotedBytes) return fmt::format("\"{}\"", bytes);
  std::size_t end = kQuotedBytes;
  while (end > 0 && (static_cast<unsigned char>(bytes[end]) & 0xc0) == 0x80) --end;  // not within a character
  return fmt::format("\"{}...\" ({} bytes)", bytes.substr(0, end), bytes.size());
}

void Findings::violated(Violation violation) {
  ++violations_;
  if (!first_ || violation.at < first_->at) first_ = std::move(violation);
}

Verdict Findings::verdict(std::string property, std::string never) const {
  Verdict verdict{.property = std::move(property),
                  .outcome = Outcome::holds,
                  .first = first_,
                  .violations = violations_,
                  .examined = examined_,
                  .why_unknown = {}};
  if (violations_ > 0) {
    verdict.outcome = Outcome::violated;
  } else if (examined_ == 0) {
    verdict.outcome = Outcome::unknown;
    verdict.why_unknown = std::move(never);
  }
  return verdict;
}

Verdict Findings::unknown(std::string property, std::string why) const {
  Verdict verdict = this->verdict(std::move(property), {});
  if (verdict.outcome == Outcome::violated) return verdict;
  verdict.outcome = Outcome::unknown;
  verdict.why_unknown = std::move(why);
  return verdict;
}

void PropertySet::add(std::unique_ptr<Property> property) {
  std::vector<std::uint16_t> kinds;
  g_asked = &kinds;
  property->visit({.kind = kAsking, .at = {}, .body = {}}, run_);
  g_asked = nullptr;
  std::ranges::sort(kinds);
  const auto again = std::ranges::unique(kinds);
  kinds.erase(again.begin(), again.end());
  for (const std::uint16_t kind : kinds) {
    if (readers_.size() <= kind) readers_.resize(kind + 1U);
    readers_[kind].push_back(property.get());
  }
  properties_.push_back(std::move(property));
}

void PropertySet::visit(const sim::RawRecord& record) {
  run_.visit(record);
  if (record.kind >= readers_.size()) return;
  for (Property* const property : readers_[record.kind]) property->visit(record, run_);
}

std::vector<Verdict> PropertySet::verdicts() {
  std::vector<Verdict> verdicts;
  for (const auto& property : properties_) verdicts.push_back(property->verdict(run_));
  return verdicts;
}

}  // namespace models::invariants
