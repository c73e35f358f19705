#include "models/script/script_session.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "models/script/script_socket.h"
#include "models/script_records.h"

namespace models::script {

ScriptSession::ScriptSession(const Stage& stage, Part part)
    : stage_(stage),
      part_(std::move(part)),
      random_(stage.world.simulation.choices().stream(sim::site("client.script"), part_.entity)) {
  realm_ = stage_.engine.open_realm();
  define();
  settle(stage_.engine.install());
  for (const auto& [handle, name] :
       {std::pair{&timer_fired_, "timer_fired"}, std::pair{&opened_, "opened"}, std::pair{&message_, "message"},
        std::pair{&failed_, "failed"}, std::pair{&closed_, "closed"}, std::pair{&fetch_answered_, "fetch_answered"},
        std::pair{&session_end_, "session_end"}})
    *handle = stage_.engine.entry(name);
}

ScriptSession::~ScriptSession() {
  for (const auto& [number, event] : timers_) stage_.world.simulation.cancel(event);
  sockets_.clear();
  for (js::Handle* handle : {&timer_fired_, &opened_, &message_, &failed_, &closed_, &fetch_answered_, &session_end_})
    *handle = js::Handle();
  stage_.engine.close_realm(realm_);
}

void ScriptSession::start() {
  stage_.world.simulation.record(
      ScriptBegan{.client = part_.access.client, .session = part_.number, .room = part_.room});
  nlohmann::json facts = {{"name", part_.client},    {"index", part_.index},       {"room", part_.room},
                          {"session", part_.number}, {"host", stage_.config.host}, {"group", stage_.config.name}};
  facts["with"] = nlohmann::json::parse(stage_.config.script_with.empty() ? "null" : stage_.config.script_with);
  const std::string text = facts.dump();
  run(stage_.engine.entry("begin"), {std::string_view(text), std::string_view(part_.kept)});
  in_turn_ = true;
  stage_.engine.use(realm_);
  const js::Outcome exports = stage_.engine.run(stage_.code.name, stage_.code.code);
  in_turn_ = false;
  settle(exports);
  if (const auto* module = std::get_if<js::Handle>(&exports)) run(stage_.engine.entry("session_start"), {module});
}

void ScriptSession::end(client::LeaveStep::Kind how) {
  if (ending_) return;
  in_turn_ = true;
  stage_.engine.use(realm_);
  const js::Outcome kept = stage_.engine.call(session_end_, std::initializer_list<js::Argument>{});
  in_turn_ = false;
  settle(kept);
  if (const auto* text = std::get_if<js::Handle>(&kept)) part_.kept = stage_.engine.as_text(*text).value_or("[]");
  ending_ = true;
  for (const auto& [number, give_up] : std::exchange(asking_, {})) give_up();
  for (const auto& [number, event] : timers_) stage_.world.simulation.cancel(event);
  timers_.clear();
  for (const auto& [number, socket] : sockets_) {
    if (how == client::LeaveStep::Kind::abrupt)
      socket->socket.terminate();
    else
      socket->socket.close(how == client::LeaveStep::Kind::close ? std::optional<std::uint16_t>(1000) : std::nullopt);
  }
  over_if_closed();
}

void ScriptSession::over_if_closed() {
  if (!ending_ || told_over_) return;
  for (const auto& [number, socket] : sockets_)
    if (socket->socket.state() != client::ClientSocket::State::closed) return;
  told_over_ = true;
  stage_.world.simulation.record(ScriptEnded{.client = part_.access.client, .session = part_.number});
  part_.over();
}

void ScriptSession::tell(std::function<void()> turn) {
  if (ending_) return;
  if (!in_turn_) return turn();
  stage_.world.simulation.after({}, sim::Action([session = weak_from_this(), turn = std::move(turn)] {
                                  if (const auto alive = session.lock(); alive && !alive->ending_) turn();
                                }));
}

void ScriptSession::run(const js::Handle& function, std::initializer_list<js::Argument> arguments) {
  in_turn_ = true;
  stage_.engine.use(realm_);
  const js::Outcome outcome = stage_.engine.call(function, arguments);
  in_turn_ = false;
  settle(outcome);
}

void ScriptSession::settle(const js::Outcome& outcome) {
  for (const js::ScriptError& rejection : stage_.engine.take_unhandled_rejections()) threw(rejection);
  if (const auto* error = std::get_if<js::Threw>(&outcome)) threw(error->error);
  if (const auto* limited = std::get_if<js::Limited>(&outcome))
    stage_.on_host_limit("client " + part_.client + ": " + as_written(stage_.code, limited->limit));
}

void ScriptSession::threw(const js::ScriptError& error) {
  const js::ScriptError said = as_written(stage_.code, error);
  stage_.world.simulation.record(
      ScriptThrew{.client = part_.access.client, .name = said.name, .message = said.message, .stack = said.stack});
}

}  // namespace models::script
