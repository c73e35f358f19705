#include "models/client/client.h"

#include <utility>

#include "models/client/room_choice.h"

namespace models::client {

Client::Client(World& world, const GroupPlan& plan, const Place& place)
    : world_(world),
      plan_(plan),
      visit_(place.visit),
      tab_of_(place.tab_of),
      name_(plan.config.name + "-" + std::to_string(place.index)),
      index_(place.index),
      access_{world.names.add_client(tab_of_ == nullptr ? name_ : name_ + "-tab", place.group),
              sim::entity(plan.config.name, place.index), plan.profile, 0},
      person_(access_.entity),
      socket_(world, access_, *this, plan.config.reads) {
  if (tab_of_ != nullptr) access_.entity = sim::Entity{sim::stable_hash("tab", static_cast<std::uint64_t>(person_))};
  world.network.enter(access_, name_, config().region);
  if (tab_of_ != nullptr) return;
  if (config().sessions.per_day > 0) {
    arrivals_.emplace(config().sessions,
                      world.simulation.choices().stream(sim::site("client.arrivals"), access_.entity),
                      world.simulation.now());
  }
  if (config().duplicate_tab) {
    tab_ = std::make_unique<Client>(
        world, plan, Place{.group = place.group, .index = place.index, .visit = place.visit, .tab_of = this});
  }
}

Client::~Client() {
  world_.simulation.cancel(arrival_);
  cancel_events();
}

void Client::start() {
  if (arrivals_) {
    schedule_arrival();
    return;
  }
  sim::RandomStream stream = world_.simulation.choices().stream(sim::site("client.at"), access_.entity);
  arrival_ = world_.simulation.after(config().sessions.at.sample_duration(stream), [this] { begin_session(); });
}

void Client::visit(std::function<void()> gone) {
  gone_ = std::move(gone);
  begin_session();
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
  if (visit_ != nullptr && !visit_->room.empty()) return visit_->room;
  if (choice.kind != RoomChoice::Kind::fixed)
    return room_of(choice, index_, plan_.zipf ? &*plan_.zipf : nullptr, session_stream("client.room"));
  // Draws of its own, so that a text that speaks of the same place is not bound to draw the same.
  const auto who = sim::Entity{sim::stable_hash("room", static_cast<std::uint64_t>(session_entity()))};
  SessionValues values(config().places, world_.simulation.choices(), who, visit_);
  return plan_.room->fill(
      {.client = name_, .index = index_, .room = {}, .message = messages_, .session = sessions_, .values = &values});
}

Speaker Client::speaker() const {
  return {.client = name_,
          .index = index_,
          .room = session_->room,
          .message = messages_,
          .session = sessions_,
          .pass = session_->loops.empty() ? 1 : session_->loops.back().pass,
          .values = &session_->values};
}

void Client::begin_session() {
  ++sessions_;
  open_session(choose_room());
  if (tab_ == nullptr || session_ == nullptr) return;
  sim::RandomStream stream = session_stream("client.tab");
  const bool opens = stream.uniform() < config().duplicate_tab->share;
  const sim::Duration after = config().duplicate_tab->after.sample_duration(stream);
  if (opens) tab_opens_ = world_.simulation.after(after, [this] { open_tab(); });
}

void Client::open_tab() {
  if (session_ == nullptr || session_->ending || tab_->session_ != nullptr) return;
  tab_->sessions_ = sessions_;
  tab_->open_session(session_->room);
}

void Client::open_session(std::string room) {
  sim::Choices& choices = world_.simulation.choices();
  session_ = std::make_unique<Session>(Session{.room = std::move(room),
                                               .path = {},
                                               .repeats = {},
                                               .waits = session_stream("client.wait"),
                                               .backoff = session_stream("client.backoff"),
                                               .values = {config().places, choices, session_entity(), visit_},
                                               .began = world_.simulation.now()});
  if (config().heartbeat) session_->pulse = std::make_unique<Pulse>(Pulse{session_stream("client.heartbeat")});
  if (config().background) {
    sim::RandomStream stream = session_stream("client.hidden");
    const bool hides = stream.uniform() < config().background->share;
    if (hides) session_->page = std::make_unique<Page>(*config().background, stream, world_.simulation.now());
  }
  if (config().sessions.length || (visit_ != nullptr && visit_->length)) {
    session_->has_length = true;
    sim::RandomStream stream = session_stream("client.length");
    const sim::Duration length =
        visit_ != nullptr && visit_->length ? *visit_->length : config().sessions.length->sample_duration(stream);
    session_->end = world_.simulation.after(length, [this] { end_session(); });
  }
  play();
}

void Client::arm(std::size_t timer, sim::Duration delay) { arm_at(timer, sim::later(world_.simulation.now(), delay)); }

void Client::arm_at(std::size_t timer, sim::Time due) {
  if (timer >= session_->timers.size()) session_->timers.resize(timer + 1);
  session_->timers[timer] = world_.simulation.at(due, [this, timer] { timer_due(timer); });
}

void Client::disarm(std::size_t timer) {
  if (timer < session_->timers.size()) world_.simulation.cancel(session_->timers[timer]);
}

/// A hidden page's timers run when the browser lets them.
void Client::timer_due(std::size_t timer) {
  if (session_->page) {
    const sim::Time now = world_.simulation.now();
    const sim::Time runs = session_->page->runs_at(now, timer == kBeatTimer || timer >= kOwnTimers);
    if (runs > now) return arm_at(timer, runs);
  }
  switch (timer) {
    case kStepTimer:
      return go_on(Waiting::timer);
    case kWithinTimer:
      return waited_too_long();
    case kReconnectTimer:
      return connect();
    case kBeatTimer:
      return beat();
    case kBeatAnswerTimer:
      return no_sign_of_life();
    default:
      return repeat_due(timer - kOwnTimers);
  }
}

void Client::cancel_events() {
  world_.simulation.cancel(tab_opens_);
  if (session_ == nullptr) return;
  for (const sim::EventHandle event : session_->timers) world_.simulation.cancel(event);
  world_.simulation.cancel(session_->end);
}

void Client::end_session() {
  session_->ending = true;
  cancel_events();
  if (tab_ != nullptr && tab_->session_ != nullptr && !tab_->session_->ending) tab_->end_session();
  abandon_requests();
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

/// Whoever closes a page waits for no answer any more.
void Client::abandon_requests() {
  if (!session_->asking) return;
  for (const auto& [number, give_up] : *session_->asking) give_up();
  session_->asking.reset();
}

void Client::session_over() {
  session_.reset();
  (tab_of_ != nullptr ? tab_of_ : this)->tell_if_gone();
}

void Client::tell_if_gone() {
  const bool tab_is_there = tab_ != nullptr && tab_->session_ != nullptr;
  if (session_ != nullptr || tab_is_there || !gone_) return;
  std::exchange(gone_, nullptr)();
}

}  // namespace models::client
