// What client code asks of the world around it.

#include <algorithm>
#include <utility>

#include "models/client/edge_headers.h"
#include "models/client/http_exchange.h"
#include "models/script/script_session.h"
#include "models/script/script_socket.h"
#include "models/script_records.h"

namespace models::script {
namespace {

ConsoleLevel level_of(std::string_view name) {
  if (name == "debug" || name == "trace") return ConsoleLevel::debug;
  if (name == "info") return ConsoleLevel::info;
  if (name == "warn") return ConsoleLevel::warn;
  return name == "error" ? ConsoleLevel::error : ConsoleLevel::log;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

void ScriptSession::define() {
  sim::Simulation& simulation = stage_.world.simulation;
  define_clock_and_luck(
      stage_.engine, [&simulation] { return static_cast<double>(sim::to_epoch_ms(simulation.now())); },
      [this] { return random_.bits(); });
  stage_.engine.define("console", [this, &simulation](js::Call& call) {
    std::string text = call.text(1);
    if (text.find("\n    at ") != std::string::npos) text = stage_.code.map.original_stack(text);
    simulation.record(ScriptConsole{.client = part_.access.client,
                                    .level = level_of(call.text(0)),
                                    .text = simulation.trace().body(simulation.now(), text)});
  });
  stage_.engine.define("uncaught", [this](js::Call& call) {
    threw({.name = call.text(0), .message = call.text(1), .stack = call.text(2), .position = {}});
  });
  stage_.engine.define("report", [this, &simulation](js::Call& call) {
    simulation.record(ViewReported{.client = part_.access.client,
                                   .name = call.text(0),
                                   .value = simulation.trace().body(simulation.now(), call.text(1))});
  });
  stage_.engine.define("serves", [this](js::Call& call) { call.returns(stage_.hosts.contains(call.text(0))); });
  stage_.engine.define("leave", [this](js::Call&) { part_.leaves(); });
  define_errands();
  define_sockets();
}

void ScriptSession::define_errands() {
  sim::Simulation& simulation = stage_.world.simulation;
  stage_.engine.define("timer", [this, &simulation](js::Call& call) {
    if (ending_) return;
    const auto number = static_cast<std::uint32_t>(call.integer(0));
    timers_[number] = simulation.after(std::chrono::milliseconds(call.integer(1)), sim::Action([this, number] {
                                         timers_.erase(number);
                                         run(timer_fired_, {static_cast<double>(number)});
                                       }));
  });
  stage_.engine.define("cancel_timer", [this, &simulation](js::Call& call) {
    const auto found = timers_.find(static_cast<std::uint32_t>(call.integer(0)));
    if (found == timers_.end()) return;
    simulation.cancel(found->second);
    timers_.erase(found);
  });
  stage_.engine.define("request", [this](js::Call& call) { request(call); });
}

/// (number, method, host, path, header lines, body)
void ScriptSession::request(js::Call& call) {
  if (ending_) return;
  network::HeaderList headers = client::edge_headers(stage_.config, part_.access, part_.access.entity);
  const std::vector<std::string> lines = lines_of(call.text(4));
  for (std::size_t i = 0; i + 1 < lines.size(); i += 2) headers.emplace_back(lines[i], lines[i + 1]);
  client::HttpQuestion question{.host = call.text(2),
                                .method = call.text(1),
                                .path = call.text(3),
                                .headers = std::move(headers),
                                .body = call.is_bytes(5) ? call.bytes(5) : call.text(5),
                                .cf = stage_.config.cf};
  const double number = call.number(0);
  const std::uint32_t asked = part_.requests++;
  auto give_up = client::ask(
      stage_.world, part_.access, asked, std::move(question),
      [session = weak_from_this(), number, asked](const std::optional<network::HttpResponse>& response) {
        const auto alive = session.lock();
        if (!alive) return;
        alive->asking_.erase(asked);
        alive->tell([self = alive.get(), number,
                     answer = response.value_or(network::HttpResponse{.status = 0, .headers = {}, .body = {}})] {
          std::string answered;
          for (const auto& [name, value] : answer.headers)
            answered.append(name).append("\n").append(value).append("\n");
          const js::Argument body =
              answer.body.empty() ? js::Argument{js::Null{}} : js::Argument{js::BytesArg{answer.body}};
          self->run(self->fetch_answered_,
                    {number, static_cast<double>(answer.status), std::string_view(answered), body});
        });
      });
  asking_.emplace(asked, std::move(give_up));
}

client::ClientSocket* ScriptSession::socket(js::Call& call) {
  const auto found = sockets_.find(static_cast<std::uint32_t>(call.integer(0)));
  return found == sockets_.end() ? nullptr : &found->second->socket;
}

void ScriptSession::define_sockets() {
  stage_.engine.define("socket_open", [this](js::Call& call) {  // number, host, path, protocols by line
    if (ending_) return;
    open(static_cast<std::uint32_t>(call.integer(0)),
         {.host = call.text(1),
          .path = call.text(2),
          .headers = client::edge_headers(stage_.config, part_.access, part_.access.entity),
          .protocols = lines_of(call.text(3)),
          .cf = stage_.config.cf});
  });
  stage_.engine.define("socket_send_text", [this](js::Call& call) {
    if (client::ClientSocket* to = socket(call)) to->send(network::Opcode::text, network::Bytes(call.text(1)));
  });
  stage_.engine.define("socket_send_bytes", [this](js::Call& call) {
    if (client::ClientSocket* to = socket(call)) to->send(network::Opcode::binary, network::Bytes(call.bytes(1)));
  });
  stage_.engine.define("socket_close", [this](js::Call& call) {  // number, code or -1, reason
    client::ClientSocket* of = socket(call);
    if (of == nullptr) return;
    const std::int64_t code = call.integer(1);
    of->close(code < 0 ? std::nullopt : std::optional(static_cast<std::uint16_t>(code)), call.text(2));
  });
}

void ScriptSession::open(std::uint32_t number, const client::OpenRequest& request) {
  std::erase_if(sockets_, [](const auto& one) {
    return one.second->socket.state() == client::ClientSocket::State::closed && one.second->heard();
  });
  auto& socket = sockets_[number] = std::make_unique<Socket>(*this, number);
  socket->socket.open(request);
}

}  // namespace models::script
