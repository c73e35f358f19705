#include <string>
#include <utility>

#include "models/room/js_host.h"

// Host functions: requests of code to the scenario's own hosts, and to others.

namespace models::room {
namespace {

double number(runtime::WaitId wait) { return static_cast<double>(static_cast<std::uint64_t>(wait)); }

/// method, url, headers as lines, body from argument `first` on.
network::HttpRequest request_of(js::Call& call, int first) {
  network::HttpRequest request{.method = call.text(first), .url = call.text(first + 1), .headers = {}, .body = {}};
  request.headers = headers_of(call.text(first + 2));
  request.body = call.is_bytes(first + 3) ? call.bytes(first + 3) : call.text(first + 3);
  return request;
}

}  // namespace

void JsHost::call_out(js::Call& call, runtime::Errand errand) {
  if (call.integer(0) == 0) return worker_waits(call, platform_.worker_call_out(std::move(errand)));
  if (runtime::Actor* actor = actor_of(call)) call.returns(number(actor->call_out(std::move(errand))));
}

void JsHost::define_outside() {
  engine_.define("serves", [this](js::Call& call) { call.returns(platform_.serves(call.text(0))); });
  // (owner, method, url, headers as lines, body) -> wait
  engine_.define("call_front", [this](js::Call& call) {
    call_out(call, [&platform = platform_, request = request_of(call, 1)](runtime::RespondToCaller respond) {
      platform.front_request(request, std::move(respond));
    });
  });
  // Likewise.
  engine_.define("call_upstream", [this](js::Call& call) {
    const RoomId room = current_ != nullptr ? current_->room() : RoomId::none;
    const sim::Entity caller = current_ != nullptr ? current_->entity() : sim::entity("worker");
    call_out(call, [&platform = platform_, room, caller, request = request_of(call, 1)](
                       runtime::RespondToCaller respond) {
      platform.upstream_request(request, room, caller, std::move(respond));
    });
  });
}

}  // namespace models::room
