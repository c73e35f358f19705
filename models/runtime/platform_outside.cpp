#include <utility>

#include "models/runtime/platform.h"

// What code asks of the outside, and what the scenario answers.

namespace models::runtime {
namespace {

/// The words of the local runtime (recorded: fetch-outside).
CallError lost() { return {.message = "Network connection lost.", .retryable = true}; }

}  // namespace

void Platform::set_upstreams(std::vector<upstream::Rule> rules) {
  upstreams_ = std::make_unique<upstream::Upstreams>(simulation_.choices(), std::move(rules));
}

void Platform::upstream_request(const network::HttpRequest& request, RoomId room, sim::Entity caller,
                                RespondToCaller respond) {
  const std::uint32_t number = upstream_requests_++;
  simulation_.record(UpstreamRequested{.request = number,
                                       .room = room,
                                       .method = request.method,
                                       .url = request.url,
                                       .body = simulation_.trace().body(simulation_.now(), request.body)});
  auto outcome = upstreams_ ? upstreams_->ask(request, caller) : std::nullopt;
  if (!outcome) {
    UpstreamMissing missing{
        .room = room, .method = request.method, .url = request.url, .error = upstream::unanswered(request)};
    simulation_.record(missing);
    return respond(CallError{.name = "UnansweredRequestError", .message = std::move(missing.error)});
  }
  if (outcome->failure == upstream::Failure::no_answer) return;
  simulation_.after(outcome->after,
                    sim::Action([this, number, outcome = std::move(*outcome), respond = std::move(respond)]() mutable {
                      upstream_answers(number, std::move(outcome), respond);
                    }));
}

void Platform::upstream_answers(std::uint32_t request, upstream::Outcome outcome, const RespondToCaller& respond) {
  UpstreamAnswered answered{.request = request, .status = 0, .failure = "", .body = {}};
  if (outcome.failure != upstream::Failure::none && outcome.chunks.empty()) {
    answered.failure = outcome.failure == upstream::Failure::no_connection ? "no connection" : "connection lost";
    simulation_.record(answered);
    return respond(lost());
  }
  std::string body = outcome.response.body;
  for (const std::string& chunk : outcome.chunks) body += chunk;
  answered.status = outcome.response.status;
  answered.body = simulation_.trace().body(simulation_.now(), body);
  simulation_.record(answered);
  FetchResult result{.response = std::move(outcome.response)};
  if (!outcome.chunks.empty()) {
    result.body = BodyId{static_cast<std::uint64_t>(next_wait())};
    bodies_->open(result.body, [] {});
    write_chunk(result.body, std::make_shared<const upstream::Outcome>(std::move(outcome)), 0);
  }
  respond(std::move(result));
}

void Platform::cache_answers(FetchResult result, RespondToCaller respond) {
  constexpr sim::Duration kTime = std::chrono::milliseconds(1);  // assumed: no figure is published
  simulation_.after(kTime,
                    sim::Action([result = std::move(result), respond = std::move(respond)] { respond(result); }));
}

/// Each chunk leaves its time after the one before was taken.
void Platform::write_chunk(BodyId body, std::shared_ptr<const upstream::Outcome> outcome, std::size_t next) {
  if (next == outcome->chunks.size()) {
    if (outcome->failure == upstream::Failure::none)
      return bodies_->write(body, {.kind = network::BodyPiece::Kind::end}, [] {});
    return bodies_->break_off(body);
  }
  simulation_.after(outcome->chunks_after[next], sim::Action([this, body, outcome, next] {
                      bodies_->write(body, {.bytes = outcome->chunks[next]},
                                     [this, body, outcome, next] { write_chunk(body, outcome, next + 1); });
                    }));
}

}  // namespace models::runtime
