#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "models/client/bytes_of_text.h"
#include "models/client/client.h"
#include "models/client/edge_headers.h"
#include "models/client/http_exchange.h"

// The steps of a session.

namespace models::client {

void Client::play() {
  constexpr int kMostAtOnce = 10'000;  // then other events of this moment have their turn
  for (int played = 0; session_ != nullptr && !session_->ending; ++played) {
    if (session_->step == config().steps.size()) {
      steps_ended();
      return;
    }
    if (played == kMostAtOnce) {
      session_->next = session_->step;
      session_->waiting = Waiting::timer;
      return arm(kStepTimer, sim::Duration::zero());
    }
    session_->next = session_->step + 1;
    const Step& step = config().steps[session_->step];
    if (!std::visit([this](const auto& s) { return play(s); }, step)) return;
    session_->step = session_->next;
  }
}

/// Ends the wait that the present step is in, if it is that one.
void Client::go_on(Waiting after) {
  if (session_ == nullptr || session_->ending || session_->waiting != after) return;
  session_->waiting = Waiting::nothing;
  session_->step = session_->next;
  play();
}

sim::RandomStream Client::step_stream(std::string_view site) {
  session_->visits.resize(config().steps.size());
  const auto step =
      sim::Entity{sim::stable_hash(std::to_string(session_->step), static_cast<std::uint64_t>(session_entity()))};
  return world_.simulation.choices().stream(sim::site(site), step, session_->visits[session_->step]++);
}

bool Client::play(const ConnectStep& /*step*/) {
  if (socket_.state() != ClientSocket::State::closed) return true;
  disarm(kReconnectTimer);
  session_->connect_step = session_->step;
  session_->path = texts().text->fill(speaker());
  session_->resuming = false;
  session_->waiting = Waiting::open;
  connect();
  return false;
}

bool Client::play(const SendStep& step) {
  send(session_->step, step.message);
  return true;
}

bool Client::play(const EveryStep& /*step*/) {
  if (std::ranges::find(session_->repeats, session_->step, &Repeat::step) != session_->repeats.end()) return true;
  sim::RandomStream stream = world_.simulation.choices().stream(
      sim::site("client.every"),
      sim::Entity{sim::stable_hash(std::to_string(session_->step), static_cast<std::uint64_t>(session_entity()))});
  session_->repeats.push_back({session_->step, stream});
  arm_repeat(session_->repeats.size() - 1);
  return true;
}

void Client::arm_repeat(std::size_t index) {
  Repeat& repeat = session_->repeats[index];
  const auto& step = std::get<EveryStep>(config().steps[repeat.step]);
  arm(kOwnTimers + index, step.interval.sample_duration(repeat.stream));
}

void Client::repeat_due(std::size_t index) {
  const std::size_t step = session_->repeats[index].step;
  send(step, std::get<EveryStep>(config().steps[step]).message);
  arm_repeat(index);
}

bool Client::play(const WaitStep& step) {
  session_->waiting = Waiting::timer;
  arm(kStepTimer, step.duration.sample_duration(session_->waits));
  return false;
}

bool Client::play(const WaitForStep& step) {
  session_->waits_since = world_.simulation.now();
  session_->wanted = std::make_unique<Wanted>(texts().pattern, speaker());
  session_->waiting = Waiting::message;
  if (step.expected.within) arm(kWithinTimer, *step.expected.within);
  look_for_wanted();
  return false;
}

/// What came before the message that is found has had its chance.
void Client::look_for_wanted() {
  auto& received = session_->received;
  std::size_t found = 0;
  while (found < received.size() && !session_->wanted->fits(*received[found])) ++found;
  if (found == received.size()) return;
  for (std::size_t i = 0; i <= found; ++i) received.pop_front();
  waited(true);
  go_on(Waiting::message);
}

void Client::waited_too_long() {
  const Waiting waiting = session_->waiting;
  if (waiting != Waiting::message && waiting != Waiting::http) return;
  waited(false);
  go_on(waiting);
}

/// Records how it went, and sets where the script goes on.
void Client::waited(bool met) {
  disarm(kWithinTimer);
  const Step& step = config().steps[session_->step];
  const auto* const http = std::get_if<HttpStep>(&step);
  const Expected& expected = http != nullptr ? http->expected : std::get<WaitForStep>(step).expected;
  std::string wanted = session_->wanted->described();
  if (http != nullptr && http->answer->status) wanted = fmt::format("{} {}", *http->answer->status, wanted);
  world_.simulation.record(ClientWaited{.client = access_.client,
                                        .for_answer = http != nullptr,
                                        .met = met,
                                        .handled = expected.if_met.has_value(),
                                        .waited = world_.simulation.now() - session_->waits_since,
                                        .wanted = std::move(wanted)});
  session_->wanted.reset();
  if (met && expected.if_met) session_->next = *expected.if_met;
}

bool Client::play(const HttpStep& step) {
  session_->waiting = Waiting::http;
  session_->waits_since = world_.simulation.now();
  session_->asked = requests_;
  if (step.answer) session_->wanted = std::make_unique<Wanted>(texts().pattern, speaker());
  if (step.answer && step.expected.within) arm(kWithinTimer, *step.expected.within);
  network::HeaderList headers = edge_headers(config(), access_, person_);
  for (const auto& [name, value] : texts().headers) headers.emplace_back(name, value.fill(speaker()));
  const std::uint32_t number = requests_++;
  if (!session_->asking) session_->asking = std::make_unique<Asking>();
  session_->asking->emplace(number,
                            ask(world_, access_, number,
                                {.host = config().host,
                                 .method = step.method,
                                 .path = texts().text->fill(speaker()),
                                 .headers = std::move(headers),
                                 .body = texts().body->fill(speaker()),
                                 .cf = config().cf},
                                [this, number](const std::optional<network::HttpResponse>& response) {
                                  session_->asking->erase(number);  // which ends with the session (abandon_requests)
                                  answered(number, response);
                                }));
  return false;
}

void Client::answered(std::uint32_t request, const std::optional<network::HttpResponse>& response) {
  if (session_->waiting != Waiting::http || session_->asked != request || session_->ending) return;
  if (plan_.keeps && response) session_->values.hear(response->body);
  if (const auto& answer = std::get<HttpStep>(config().steps[session_->step]).answer) {
    const bool status_fits = response && answer->status.value_or(response->status) == response->status;
    waited(status_fits && session_->wanted->fits(response->body));
  }
  go_on(Waiting::http);
}

bool Client::play(const LeaveStep& step) {
  disarm(kReconnectTimer);
  if (socket_.state() == ClientSocket::State::closed) return true;
  session_->waiting = Waiting::closed;
  leave(step);  // on_closed goes on with the script, at once if the connection was cut
  return false;
}

bool Client::play(const RepeatStep& step) {
  std::vector<Loop>& loops = session_->loops;
  if (loops.empty() || loops.back().step != session_->step) {
    std::uint64_t times = std::numeric_limits<std::uint64_t>::max();
    if (step.times) {
      sim::RandomStream stream = step_stream("client.times");
      times = step.times->sample_count(stream, RepeatStep::kMostTimes);
    }
    if (times == 0)
      session_->next = step.end;
    else
      loops.push_back({session_->step, times});
  } else if (--loops.back().left == 0) {
    loops.pop_back();
    session_->next = step.end;
  } else {
    ++loops.back().pass;
  }
  return true;
}

bool Client::play(const EitherStep& step) {
  sim::RandomStream stream = step_stream("client.either");
  session_->next = step.ways[step.which.sample_count(stream, step.ways.size() - 1)];
  return true;
}

bool Client::play(const IfReceivedStep& step) {
  const Wanted wanted(texts().pattern, speaker());
  if (std::ranges::none_of(session_->received, [&](const network::Bytes& bytes) { return wanted.fits(*bytes); }))
    session_->next = step.otherwise;
  return true;
}

bool Client::play(const JumpStep& step) {
  session_->next = step.to;
  return true;
}

bool Client::play(const StopStep& /*step*/) {
  end_session();
  return false;
}

/// Comes back to itself until the last message is sent.
bool Client::play(const ReplayStep& /*step*/) {
  if (visit_ == nullptr || session_->replayed == visit_->messages.size()) return true;
  const RecordedMessage& message = visit_->messages[session_->replayed];
  session_->next = session_->step;
  const sim::Time due = sim::later(session_->began, message.after);
  if (due > world_.simulation.now()) {
    session_->waiting = Waiting::timer;
    arm_at(kStepTimer, due);
    return false;
  }
  ++session_->replayed;
  if (!takes_message()) return true;
  ++messages_;
  hand_over(message.binary ? network::Opcode::binary : network::Opcode::text,
            network::Bytes(message.letters > 0 ? filler_letters(message.letters) : message.bytes));
  return true;
}

void Client::steps_ended() {
  if (!session_->has_length && session_->repeats.empty()) end_session();
}

}  // namespace models::client
