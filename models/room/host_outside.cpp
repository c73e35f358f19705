#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "models/room/identifiers.h"
#include "models/room/js_host.h"

// Host functions: requests of code to the scenario's own hosts, and to others.

namespace models::room {
namespace {

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
    const sim::Entity caller = current_ != nullptr ? current_->entity() : platform_.worker_entity(placement_.worker);
    call_out(call,
             [&platform = platform_, room, caller, request = request_of(call, 1)](runtime::RespondToCaller respond) {
               platform.upstream_request(request, room, caller, std::move(respond));
             });
  });
}

void JsHost::define_services() {
  // (owner, invocation, worker, entry, props, their extras, method, url, headers as lines, body, cf) -> wait
  engine_.define("call_service", [this](js::Call& call) {
    runtime::EntryPoint entry{.worker = static_cast<std::uint32_t>(call.integer(2)), .name = call.text(3)};
    if (call.is_bytes(4)) entry.props = call.bytes(4);
    entry.props_extras = call.text(5);
    network::HttpRequest request = request_of(call, 6);
    request.cf = cf_from(call, 10);
    const auto caller =
        call.integer(0) == 0 ? InvocationId{static_cast<std::uint32_t>(call.integer(1))} : InvocationId::none;
    call_out(call, [&platform = platform_, caller, entry = std::move(entry),
                    request = std::move(request)](runtime::RespondToCaller respond) {
      platform.service_request(entry, request, caller, std::move(respond));
    });
  });
}

void JsHost::define_caches() {
  const auto key_of = [](js::Call& call) { return runtime::CacheStore::Key{call.text(1), call.text(2)}; };
  // (owner, cache, url) -> wait: the response, or one with status 504
  engine_.define("cache_match", [this, key_of](js::Call& call) {
    call_out(call, [&platform = platform_, key = key_of(call)](runtime::RespondToCaller respond) {
      runtime::FetchResult result;
      const network::HttpResponse* kept = platform.cache().find(key, platform.simulation().now());
      if (kept != nullptr)
        result.response = *kept;
      else
        result.response.status = 504;
      platform.cache_answers(std::move(result), std::move(respond));
    });
  });
  // (owner, cache, url, status, headers as lines, body, ms for which it may be kept) -> wait
  engine_.define("cache_put", [this, key_of](js::Call& call) {
    network::HttpResponse response{.status = static_cast<std::uint16_t>(call.integer(3)), .headers = {}, .body = {}};
    response.headers = headers_of(call.text(4));
    response.body = call.is_bytes(5) ? call.bytes(5) : call.text(5);
    const sim::Duration kept_for = std::chrono::milliseconds(call.integer(6));
    call_out(call, [&platform = platform_, key = key_of(call), response = std::move(response),
                    kept_for](runtime::RespondToCaller respond) {
      platform.cache().put(key, response, sim::later(platform.simulation().now(), kept_for));
      platform.cache_answers({}, std::move(respond));
    });
  });
  // (owner, cache, url) -> wait: status 200 if there was one, else 404
  engine_.define("cache_delete", [this, key_of](js::Call& call) {
    call_out(call, [&platform = platform_, key = key_of(call)](runtime::RespondToCaller respond) {
      runtime::FetchResult result;
      result.response.status = platform.cache().remove(key, platform.simulation().now()) ? 200 : 404;
      platform.cache_answers(std::move(result), std::move(respond));
    });
  });
}

void JsHost::define_counted_caches() {
  // (owner, cache, key, ms until it begins anew) -> wait: as status, how often this was called
  engine_.define("count_up", [this](js::Call& call) {
    const runtime::CacheStore::Key key{call.text(1), call.text(2)};
    const sim::Duration counted_for = std::chrono::milliseconds(call.integer(3));
    call_out(call, [&platform = platform_, key, counted_for](runtime::RespondToCaller respond) {
      const sim::Time now = platform.simulation().now();
      const network::HttpResponse* kept = platform.cache().find(key, now);
      runtime::FetchResult result{
          .response = kept != nullptr ? *kept : network::HttpResponse{.status = 0, .headers = {}, .body = {}}};
      if (result.response.status < std::numeric_limits<std::uint16_t>::max()) ++result.response.status;
      platform.cache().put(key, result.response, sim::later(now, counted_for));
      platform.cache_answers(std::move(result), std::move(respond));
    });
  });
  // (owner, cache, prefix, after, most) -> wait: [[name, headers as lines, bytes], ...] as JSON
  engine_.define("cache_list", [this](js::Call& call) {
    const auto most = static_cast<std::size_t>(call.integer(4));
    call_out(call, [&platform = platform_, cache = call.text(1), prefix = call.text(2), after = call.text(3),
                    most](runtime::RespondToCaller respond) {
      nlohmann::json found = nlohmann::json::array();
      platform.cache().list(cache, prefix, after, platform.simulation().now(),
                            [&](const std::string& name, const network::HttpResponse& kept) {
                              if (found.size() < most)
                                found.push_back({name, header_lines(kept.headers), kept.body.size()});
                              return found.size() < most;
                            });
      runtime::FetchResult result;
      result.response.body = found.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
      platform.cache_answers(std::move(result), std::move(respond));
    });
  });
}

}  // namespace models::room
