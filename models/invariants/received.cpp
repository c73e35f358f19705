#include "models/invariants/received.h"

#include <fmt/format.h>

#include "sim/calendar.h"

namespace models::invariants {
namespace {

std::string_view why(ConstructReason reason) {
  switch (reason) {
    case ConstructReason::first:
      return "it was used for the first time";
    case ConstructReason::wake_from_hibernation:
      return "it woke from hibernation";
    case ConstructReason::after_eviction:
      return "it had been evicted";
    case ConstructReason::after_reset:
      return "it had been reset";
  }
  return "it was needed";
}

}  // namespace

bool TextMatch::operator()(sim::BodyId id, const RunContext& run) {
  const auto index = static_cast<std::size_t>(id);
  if (known_.size() <= index) known_.resize(index + 1, -1);
  if (known_[index] < 0) known_[index] = run.body(id).find(text_) != std::string_view::npos ? 1 : 0;
  return known_[index] == 1;
}

void Received::visit(const sim::RawRecord& record, const RunContext& run) {
  if (found_) return;
  on<ClientReceived>(record, [&](const ClientReceived& received) {
    ++messages_;
    found_ = match_(received.body, run);
  });
  on<HttpAnswered>(record, [&](const HttpAnswered& answered) {
    if (answered.status == 0) return;
    ++messages_;
    found_ = found_ || match_(answered.body, run);
  });
}

Verdict Received::verdict(const RunContext& run) {
  Findings findings;
  if (found_ || messages_ > 0) findings.examined();
  if (!found_ && messages_ > 0) {
    findings.violated(
        {.at = run.now(),
         .who = "every client",
         .explanation = {fmt::format("{} messages and answers were received until the end; none contains \"{}\".",
                                     messages_, match_.text())}});
  }
  return findings.verdict(name(), "no client received any message or answer");
}

void NeverReceived::visit(const sim::RawRecord& record, const RunContext& run) {
  follow_rooms(record);
  on<ClientReceived>(record, [&](const ClientReceived& received) {
    const auto room = room_of_.find(received.socket);
    look_at(received.body, record.at, received.client,
            room == room_of_.end() ? std::nullopt : std::optional(room->second), run);
  });
  on<HttpAnswered>(record, [&](const HttpAnswered& answered) {
    if (answered.status != 0) look_at(answered.body, record.at, answered.client, std::nullopt, run);
  });
}

void NeverReceived::look_at(sim::BodyId body, sim::Time at, ClientId client, std::optional<RoomId> from,
                            const RunContext& run) {
  findings_.examined();
  if (!match_(body, run)) return;
  Violation violation{.at = at, .who = run.client(client), .explanation = {}};
  violation.explanation.push_back(fmt::format("{} received {}.", run.client(client), run.quoted(body)));
  if (from) {
    violation.explanation.push_back(fmt::format("It came from {}.", run.room(*from)));
    explain_memory(*from, violation.explanation);
  }
  findings_.violated(std::move(violation));
}

void NeverReceived::follow_rooms(const sim::RawRecord& record) {
  on<SocketAccepted>(record, [this](const SocketAccepted& accepted) { room_of_[accepted.socket] = accepted.room; });
  on<Hibernated>(record, [&](const Hibernated& hibernated) { memories_[hibernated.room].hibernated = record.at; });
  on<InstanceConstructed>(record, [&](const InstanceConstructed& constructed) {
    Memory& memory = memories_[constructed.room];
    memory.constructed = record.at;
    memory.reason = constructed.reason;
  });
}

void NeverReceived::explain_memory(RoomId room, std::vector<std::string>& lines) const {
  const auto found = memories_.find(room);
  if (found == memories_.end()) return;
  const Memory& memory = found->second;
  if (memory.hibernated) {
    lines.push_back(fmt::format("The room last hibernated at {}.", sim::format_time(*memory.hibernated)));
  }
  if (!memory.constructed) return;
  lines.push_back(fmt::format("Its present instance was constructed at {}, because {}.",
                              sim::format_time(*memory.constructed), why(memory.reason)));
  if (memory.reason != ConstructReason::first) {
    lines.emplace_back(
        "What the object held in memory before that was lost: only storage, and the attachments and tags of its "
        "sockets, come back.");
  }
}

Verdict NeverReceived::verdict(const RunContext& /*run*/) {
  return findings_.verdict(name(), "no client received any message or answer");
}

}  // namespace models::invariants
