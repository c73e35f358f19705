#include "models/invariants/seen_implies_durable.h"

#include <fmt/format.h>

#include "sim/calendar.h"

namespace models::invariants {

bool SeenImpliesDurable::is_newcomer(ClientId client, const RunContext& run) const {
  const std::string name = run.client(client);
  return name == one_ || name.starts_with(of_group_);
}

void SeenImpliesDurable::heard(ClientId client, sim::BodyId body, bool accepted, sim::Time at, const RunContext& run) {
  const bool has_it = match_(body, run);
  if (is_newcomer(client, run)) {
    heard_again_ = heard_again_ || has_it;
    last_ = Heard{.client = client, .at = at, .body = body};
  } else if ((has_it || accepted) && !came_ && !shown_) {
    shown_ = Heard{.client = client, .at = at, .body = body};
  }
}

void SeenImpliesDurable::visit(const sim::RawRecord& record, const RunContext& run) {
  const auto comes = [&](ClientId client) {
    if (!came_ && is_newcomer(client, run)) came_ = record.at;
  };
  on<ClientConnecting>(record, [&](const ClientConnecting& one) { comes(one.client); });
  on<HttpRequested>(record, [&](const HttpRequested& one) {
    comes(one.client);
    requests_[{one.client, one.request}] = one.path;
  });
  on<ClientReceived>(record, [&](const ClientReceived& one) { heard(one.client, one.body, false, record.at, run); });
  on<HttpAnswered>(record, [&](const HttpAnswered& one) {
    const auto request = requests_.extract({one.client, one.request});
    if (one.status < 200 || one.status >= 400) return;
    const bool accepted = !request.empty() && request.mapped().find(match_.text()) != std::string::npos;
    heard(one.client, one.body, accepted, record.at, run);
  });
}

Verdict SeenImpliesDurable::verdict(const RunContext& run) {
  Findings findings;
  if (!shown_) return findings.unknown(name(), fmt::format("nobody was shown \"{}\" before", match_.text()));
  if (!last_) return findings.unknown(name(), "no newcomer heard anything");
  findings.examined();
  if (!heard_again_)
    findings.violated(
        {.at = last_->at,
         .who = run.client(last_->client),
         .explanation = {fmt::format("{} was shown \"{}\" at {}: {}", run.client(shown_->client), match_.text(),
                                     sim::format_time(shown_->at), run.quoted(shown_->body)),
                         fmt::format("{}, who came at {}, was not; what it heard last: {}", run.client(last_->client),
                                     sim::format_time(*came_), run.quoted(last_->body))}});
  return findings.verdict(name(), "");
}

}  // namespace models::invariants
