#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "models/room/js_host.h"

// Host functions: an object's key-value pairs, its alarm, and what holds several writes together.

namespace models::room {

namespace {

/// Throws what the storage says when nothing is left of the day, if so.
bool refused(js::Call& call, runtime::Actor& actor, Allowance allowance) {
  const auto error = actor.refuse_storage(allowance);
  if (error) call.throws("Error", error->message);
  return error.has_value();
}

}  // namespace

void JsHost::define_storage() {
  define_costly("storage_get", [this](js::Call& call) {
    runtime::Actor* actor = actor_of(call);
    if (actor == nullptr || refused(call, *actor, Allowance::rows_read)) return;
    if (const std::string* value = actor->get(call.text(1))) call.returns_deserialized(*value);
  });
  // (owner, key, value, mark, unconfirmed)
  define_costly("storage_put", [this](js::Call& call) {
    auto value = call.serialized(2, 3);
    if (!value) return;
    runtime::Actor* actor = actor_of(call);
    if (actor == nullptr) return;
    // What serialisation adds to a value of the documented size is let pass (docs/spec/durable-objects.md 4.1).
    constexpr std::size_t kLargest = 128 * 1024, kSlack = 34;
    if (actor->kv_limits() && value->size() > kLargest + kSlack)
      return call.throws(
          "RangeError", fmt::format("Values cannot be larger than {} bytes. A value of size {} was provided.", kLargest,
                                    value->size()));
    if (auto failed = actor->put(call.text(1), std::move(*value), call.boolean(4)))
      call.throws("Error", failed->message);
  });
  engine_.define("kv_limits", [this](js::Call& call) {
    if (runtime::Actor* actor = actor_of(call)) call.returns(actor->kv_limits());
  });
  define_costly("storage_delete", [this](js::Call& call) {
    runtime::Actor* actor = actor_of(call);
    if (actor == nullptr || refused(call, *actor, Allowance::rows_written)) return;
    call.returns(actor->remove(call.text(1), call.boolean(2)));
  });
  define_costly("storage_delete_all", [this](js::Call& call) {
    runtime::Actor* actor = actor_of(call);
    if (actor != nullptr && !refused(call, *actor, Allowance::rows_written)) actor->remove_all();
  });
  define_costly("storage_list", [this](js::Call& call) {
    runtime::Actor* actor = actor_of(call);
    if (actor == nullptr || refused(call, *actor, Allowance::rows_read)) return;
    const auto wanted = nlohmann::json::parse(call.text(1));
    storage::ListOptions options;
    if (wanted.contains("start")) options.start = wanted["start"];
    if (wanted.contains("startAfter")) options.start_after = wanted["startAfter"];
    if (wanted.contains("end")) options.end = wanted["end"];
    if (wanted.contains("prefix")) options.prefix = wanted["prefix"];
    if (wanted.contains("limit")) options.limit = wanted["limit"];
    options.reverse = wanted.value("reverse", false);
    options.continues = wanted.value("continues", false);
    listed_ = actor->list(options);
    call.returns(static_cast<double>(listed_.size()));
  });
  engine_.define("listed_key",
                 [this](js::Call& call) { call.returns(listed_[static_cast<std::size_t>(call.integer(0))].first); });
  engine_.define("listed_value", [this](js::Call& call) {
    call.returns_deserialized(listed_[static_cast<std::size_t>(call.integer(0))].second);
  });
}

void JsHost::define_transactions() {
  engine_.define("begin_transaction", [this](js::Call& call) {
    if (runtime::Actor* actor = actor_of(call)) actor->begin_transaction();
  });
  engine_.define("begin_savepoint", [this](js::Call& call) {
    if (runtime::Actor* actor = actor_of(call)) actor->begin_savepoint();
  });
  // (owner, keep) -> whether there was one to end
  engine_.define("end_savepoint", [this](js::Call& call) {
    if (runtime::Actor* actor = actor_of(call)) call.returns(actor->end_savepoint(call.boolean(1)));
  });
}

void JsHost::define_alarms() {
  define_costly("get_alarm", [this](js::Call& call) {
    runtime::Actor* actor = actor_of(call);
    if (actor == nullptr) return;
    const auto alarm = actor->get_alarm();
    if (!alarm) return call.returns_null();
    call.returns(static_cast<double>(*alarm));
  });
  define_costly("set_alarm", [this](js::Call& call) {
    runtime::Actor* actor = actor_of(call);
    if (actor != nullptr && !refused(call, *actor, Allowance::rows_written)) actor->set_alarm(call.integer(1));
  });
  define_costly("delete_alarm", [this](js::Call& call) {
    if (runtime::Actor* actor = actor_of(call)) actor->delete_alarm();
  });
}

}  // namespace models::room
