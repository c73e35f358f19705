#include "models/client/client.h"

#include <algorithm>
#include <utility>

#include "models/client/edge_headers.h"
#include "models/client/http_exchange.h"

namespace models::client {

Client::Client(World& world, const GroupPlan& plan, std::uint32_t group, std::uint32_t index)
    : world_(world),
      plan_(plan),
      name_(plan.config.name + "-" + std::to_string(index)),
      index_(index),
      access_{world.names.add_client(name_, group), sim::entity(plan.config.name, index), plan.profile, 0},
      socket_(world, access_, *this) {
  world.network.enter(access_, name_, config().region);
  if (config().sessions.per_day > 0) {
    arrivals_.emplace(config().sessions,
                      world.simulation.choices().stream(sim::site("client.arrivals"), access_.entity),
                      world.simulation.now());
  }
}

Client::~Client() {
  world_.simulation.cancel(arrival_);
  if (session_ == nullptr) return;
  for (const Repeat& repeat : session_->repeats) world_.simulation.cancel(repeat.next);
  for (const sim::EventHandle event : {session_->end, session_->timer, session_->reconnect}) {
    world_.simulation.cancel(event);
  }
}

void Client::start() {
  if (arrivals_) {
    schedule_arrival();
    return;
  }
  sim::RandomStream stream = world_.simulation.choices().stream(sim::site("client.at"), access_.entity);
  arrival_ = world_.simulation.after(config().sessions.at.sample_duration(stream), [this] { begin_session(); });
}

void Client::schedule_arrival() {
  arrival_ = world_.simulation.at(arrivals_->next(), [this] {
    if (session_ == nullptr) begin_session();
    schedule_arrival();
  });
}

sim::Entity Client::session_entity() const {
  return sim::Entity{sim::stable_hash(std::to_string(sessions_), static_cast<std::uint64_t>(access_.entity))};
}

sim::RandomStream Client::session_stream(std::string_view site) const {
  return world_.simulation.choices().stream(sim::site(site), session_entity());
}

std::string Client::choose_room() {
  const RoomChoice& choice = config().room;
  sim::RandomStream stream = session_stream("client.room");
  switch (choice.kind) {
    case RoomChoice::Kind::fixed:
      break;
    case RoomChoice::Kind::uniform:
      return choice.name + "-" + std::to_string(stream.below(choice.rooms));
    case RoomChoice::Kind::zipf:
      return choice.name + "-" + std::to_string(plan_.zipf->sample(stream));
    case RoomChoice::Kind::one_each:
      return choice.name + "-" + std::to_string(index_);
  }
  return choice.name;
}

Speaker Client::speaker() const {
  return {.client = name_, .index = index_, .room = session_->room, .message = messages_};
}

void Client::begin_session() {
  ++sessions_;
  session_ = std::make_unique<Session>(Session{.room = choose_room(),
                                               .path = {},
                                               .repeats = {},
                                               .waits = session_stream("client.wait"),
                                               .backoff = session_stream("client.backoff"),
                                               .end = {},
                                               .timer = {},
                                               .reconnect = {}});
  if (config().sessions.length) {
    session_->has_length = true;
    sim::RandomStream stream = session_stream("client.length");
    session_->end =
        world_.simulation.after(config().sessions.length->sample_duration(stream), [this] { end_session(); });
  }
  play();
}

void Client::play() {
  while (session_ != nullptr && !session_->ending) {
    if (session_->step == config().steps.size()) {
      steps_ended();
      return;
    }
    const Step& step = config().steps[session_->step];
    if (!std::visit([this](const auto& s) { return play(s); }, step)) return;
    ++session_->step;
  }
}

/// Ends the wait that the present step is in, if it is that one.
void Client::go_on(Waiting after) {
  if (session_ == nullptr || session_->ending || session_->waiting != after) return;
  session_->waiting = Waiting::nothing;
  ++session_->step;
  play();
}

bool Client::play(const ConnectStep& /*step*/) {
  if (socket_.state() != ClientSocket::State::closed) return true;
  session_->connect_step = session_->step;
  session_->path = plan_.texts[session_->step].text->fill(speaker());
  session_->waiting = Waiting::open;
  connect();
  return false;
}

bool Client::play(const SendStep& step) {
  send_text(session_->step, step.message.binary_hex);
  return true;
}

bool Client::play(const EveryStep& /*step*/) {
  sim::RandomStream stream = world_.simulation.choices().stream(
      sim::site("client.every"),
      sim::Entity{sim::stable_hash(std::to_string(session_->step), static_cast<std::uint64_t>(session_entity()))});
  session_->repeats.push_back({session_->step, stream, {}});
  schedule_repeat(session_->repeats.size() - 1);
  return true;
}

bool Client::play(const WaitStep& step) {
  session_->waiting = Waiting::timer;
  session_->timer =
      world_.simulation.after(step.duration.sample_duration(session_->waits), [this] { go_on(Waiting::timer); });
  return false;
}

bool Client::play(const HttpStep& step) {
  const StepTexts& texts = plan_.texts[session_->step];
  session_->waiting = Waiting::http;
  network::HeaderList headers = edge_headers(config(), access_);
  headers.insert(headers.end(), step.headers.begin(), step.headers.end());
  ask(world_, access_, requests_++,
      {.host = config().host,
       .method = step.method,
       .path = texts.text->fill(speaker()),
       .headers = std::move(headers),
       .body = texts.body->fill(speaker()),
       .cf = config().cf},
      [this, session = sessions_](const std::optional<network::HttpResponse>& /*response*/) {
        if (session == sessions_) go_on(Waiting::http);
      });
  return false;
}

bool Client::play(const LeaveStep& step) {
  world_.simulation.cancel(session_->reconnect);
  if (socket_.state() == ClientSocket::State::closed) return true;
  session_->waiting = Waiting::closed;
  leave(step);  // on_closed goes on with the script, at once if the connection was cut
  return false;
}

void Client::connect() {
  leaving_ = false;
  const ConnectStep& step = std::get<ConnectStep>(config().steps[session_->connect_step]);
  network::HeaderList headers = edge_headers(config(), access_);
  headers.insert(headers.end(), step.headers.begin(), step.headers.end());
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
  session_->reconnect = world_.simulation.after(delay, [this] { connect(); });
}

void Client::send_text(std::size_t step, bool binary) {
  if (socket_.state() != ClientSocket::State::open) return;
  ++messages_;
  socket_.send(binary ? network::Opcode::binary : network::Opcode::text,
               network::Bytes(plan_.texts[step].text->fill(speaker())));
}

void Client::schedule_repeat(std::size_t index) {
  Repeat& repeat = session_->repeats[index];
  const auto& step = std::get<EveryStep>(config().steps[repeat.step]);
  repeat.next = world_.simulation.after(step.interval.sample_duration(repeat.stream), [this, index] {
    const std::size_t number = session_->repeats[index].step;
    send_text(number, std::get<EveryStep>(config().steps[number]).message.binary_hex);
    schedule_repeat(index);
  });
}

void Client::on_open(const std::string& /*protocol*/) {
  session_->attempts = 0;
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
  if (session_->ending) {
    session_over();
  } else if (leaving_) {
    go_on(Waiting::closed);
  } else if (config().reconnect.kind != Reconnect::Kind::none) {
    try_again();
  } else if (session_->waiting == Waiting::open) {
    go_on(Waiting::open);
  }
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

void Client::steps_ended() {
  if (!session_->has_length && session_->repeats.empty()) end_session();
}

void Client::end_session() {
  session_->ending = true;
  for (const Repeat& repeat : session_->repeats) world_.simulation.cancel(repeat.next);
  for (const sim::EventHandle event : {session_->end, session_->timer, session_->reconnect}) {
    world_.simulation.cancel(event);
  }
  sim::RandomStream stream = session_stream("client.leave");
  const double u = stream.uniform();
  const LeaveMix& mix = config().leaves;
  LeaveStep how;
  if (u < mix.bare_close) {
    how.kind = LeaveStep::Kind::bare_close;
  } else if (u < mix.bare_close + mix.abrupt) {
    how.kind = LeaveStep::Kind::abrupt;
  }
  if (socket_.state() == ClientSocket::State::closed) {
    session_over();
  } else {
    leave(how);  // on_closed ends the session
  }
}

void Client::session_over() { session_.reset(); }

}  // namespace models::client
