#include <algorithm>
#include <utility>

#include "models/client/client.h"
#include "models/client/edge_headers.h"

// What keeps a client connected: connections opened again, what waits for them, and signs of life.

namespace models::client {

void Client::connect() {
  leaving_ = false;
  const StepTexts& texts = plan_.texts[session_->connect_step];
  const ConnectStep& step = std::get<ConnectStep>(config().steps[session_->connect_step]);
  const bool knows_how = session_->resuming && (!plan_.keeps || session_->values.has_kept());
  if (knows_how && texts.resume_path) session_->path = texts.resume_path->fill(speaker());
  network::HeaderList headers = edge_headers(config(), access_, person_);
  for (const auto& [name, value] : texts.headers) headers.emplace_back(name, value.fill(speaker()));
  socket_.open({.host = config().host,
                .path = session_->path,
                .headers = std::move(headers),
                .protocols = step.protocols,
                .cf = config().cf});
}

void Client::try_again() {
  const Reconnect& policy = config().reconnect;
  sim::Duration delay = policy.base;
  if (policy.kind == Reconnect::Kind::exponential) {
    for (std::uint32_t i = 0; i < session_->attempts && delay < policy.cap; ++i) delay *= 2;
    delay = std::min(delay, policy.cap);
  }
  ++session_->attempts;
  const double share = session_->backoff.uniform();
  if (policy.full_jitter) delay = sim::Duration{static_cast<std::int64_t>(static_cast<double>(delay.count()) * share)};
  arm(kReconnectTimer, delay);
}

/// Whether a message is sent, or waits; else it is left out, and nothing is drawn for it.
bool Client::takes_message() const {
  const OfflineQueue& queue = config().offline;
  return socket_.state() == ClientSocket::State::open ||
         (queue.most > 0 && (session_->unsent.size() < queue.most || queue.drop_oldest));
}

void Client::send(std::size_t step, const Template& message) {
  if (!takes_message()) return;
  ++messages_;
  const auto opcode = message.binary() ? network::Opcode::binary : network::Opcode::text;
  hand_over(opcode, network::Bytes(plan_.texts[step].text->fill(speaker())));
}

void Client::hand_over(network::Opcode opcode, network::Bytes bytes) {
  if (socket_.state() == ClientSocket::State::open) {
    socket_.send(opcode, std::move(bytes));
    return;
  }
  if (session_->unsent.size() == config().offline.most) session_->unsent.pop_front();
  session_->unsent.push_back({opcode, std::move(bytes)});
}

void Client::send_unsent() {
  while (!session_->unsent.empty() && socket_.state() == ClientSocket::State::open) {
    Unsent unsent = std::move(session_->unsent.front());
    session_->unsent.pop_front();
    socket_.send(unsent.opcode, std::move(unsent.bytes));
  }
}

void Client::on_open(const std::string& /*protocol*/) {
  session_->attempts = 0;
  const StepTexts& texts = plan_.texts[session_->connect_step];
  const ConnectStep& step = std::get<ConnectStep>(config().steps[session_->connect_step]);
  const bool knows_how = !plan_.keeps || session_->values.has_kept();
  if (std::exchange(session_->resuming, false) && knows_how && texts.resume_message) {
    const auto opcode = step.resume_message->binary() ? network::Opcode::binary : network::Opcode::text;
    socket_.send(opcode, network::Bytes(texts.resume_message->fill(speaker())));
  }
  send_unsent();
  if (config().heartbeat) {
    arm(kBeatTimer, config().heartbeat->every.sample_duration(session_->pulse->beats));
  }
  go_on(Waiting::open);
}

void Client::on_refused(const network::HttpResponse& /*response*/) {
  if (session_->ending) {
    session_over();
  } else if (config().reconnect.kind != Reconnect::Kind::none) {
    try_again();
  } else {
    go_on(Waiting::open);
  }
}

void Client::on_closed(std::uint16_t /*code*/, const std::string& /*reason*/, bool /*was_clean*/) {
  if (config().heartbeat) {
    disarm(kBeatTimer);
    sign_of_life();  // of which none is expected any more
  }
  if (session_->ending) {
    session_over();
  } else if (leaving_) {
    go_on(Waiting::closed);
  } else if (config().reconnect.kind != Reconnect::Kind::none) {
    session_->resuming = true;
    try_again();
  } else if (session_->waiting == Waiting::open) {
    go_on(Waiting::open);
  }
}

void Client::on_message(const network::Frame& frame) {
  if (session_ == nullptr || session_->ending) return;
  if (plan_.keeps && frame.opcode == network::Opcode::text) session_->values.hear(*frame.bytes);
  const Pulse* const pulse = session_->pulse.get();
  if (pulse != nullptr && pulse->sign_of_life && pulse->sign_of_life->fits(*frame.bytes)) sign_of_life();
  if (!plan_.listens) return;
  constexpr std::size_t kMostRemembered = 1'000;
  session_->received.push_back(frame.bytes);
  if (session_->received.size() > kMostRemembered) session_->received.pop_front();
  if (session_->waiting == Waiting::message) look_for_wanted();
}

void Client::on_pong(const network::Frame& /*frame*/) {
  if (session_ != nullptr && session_->pulse && session_->pulse->sign_of_life) sign_of_life();
}

void Client::beat() {
  const Heartbeat& heartbeat = *config().heartbeat;
  if (socket_.state() != ClientSocket::State::open) return;
  if (!session_->pulse->sign_of_life) {
    session_->pulse->sign_of_life = std::make_unique<Wanted>(plan_.heartbeat_answer, speaker());
    arm(kBeatAnswerTimer, heartbeat.within);
  }
  arm(kBeatTimer, heartbeat.every.sample_duration(session_->pulse->beats));
  if (!heartbeat.message) return socket_.ping(network::Bytes(std::string()));
  const auto opcode = heartbeat.message->binary() ? network::Opcode::binary : network::Opcode::text;
  socket_.send(opcode, network::Bytes(plan_.heartbeat->fill(speaker())));
}

void Client::sign_of_life() {
  session_->pulse->sign_of_life.reset();
  disarm(kBeatAnswerTimer);
}

/// The connection is taken for dead: what it still brings is not heard any more.
void Client::no_sign_of_life() {
  session_->pulse->sign_of_life.reset();
  socket_.terminate();
}

void Client::leave(const LeaveStep& how) {
  leaving_ = true;
  switch (how.kind) {
    case LeaveStep::Kind::close:
      socket_.close(how.code, how.reason);
      break;
    case LeaveStep::Kind::bare_close:
      socket_.close(std::nullopt);
      break;
    case LeaveStep::Kind::abrupt:
      socket_.terminate();
      break;
  }
}

}  // namespace models::client
