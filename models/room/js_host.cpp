#include "models/room/js_host.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace models::room {

std::string header_lines(const network::HeaderList& headers) {
  std::string lines;
  for (const auto& [name, value] : headers) lines.append(name).append("\n").append(value).append("\n");
  return lines;
}

network::HeaderList headers_of(std::string_view lines) {
  network::HeaderList headers;
  const auto take = [&lines] {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    std::string line(lines.substr(0, end));
    lines.remove_prefix(std::min(end + 1, lines.size()));
    return line;
  };
  while (!lines.empty()) {
    std::string name = take();
    headers.emplace_back(std::move(name), take());
  }
  return headers;
}

js::Argument JsHost::cf_of(const network::HttpRequest& request) {
  if (!request.cf) return js::Undefined{};
  if (request.cf != cf_) {
    cf_ = request.cf;
    cf_text_ = engine_.text(*cf_);
  }
  return &cf_text_;
}

network::SharedText JsHost::cf_from(const js::Call& call, int argument) {
  if (!call.is_string(argument)) return nullptr;
  std::string text = call.text(argument);
  return cf_ && *cf_ == text ? cf_ : std::make_shared<const std::string>(std::move(text));
}

JsHost::JsHost(runtime::Platform& platform, js::Engine& engine, const runtime::Placement& where)
    : platform_(platform), engine_(engine), placement_(where) {
  engine_.limit_memory(platform.options().memory_limit_bytes);
  define_basics();
  define_blocks();
  define_calls();
  define_rpc();
  define_rpc_results();
  define_rpc_stubs();
  define_namespaces();
  define_results();
  define_bodies();
  define_storage();
  define_transactions();
  define_sql();
  define_alarms();
  define_pairs();
  define_sockets();
  define_socket_registry();
  define_socket_settings();
  define_outside();
  define_services();
  define_caches();
  define_counted_caches();
  define_d1();
  define_assets();
}

JsHost::~JsHost() = default;

js::Handle& JsHost::entry(const char* name) {
  // Callers name an entry by a literal, so its address nearly always tells it.
  for (auto& [known, handle] : entries_)
    if (known == name) return handle;
  return entries_.emplace_back(name, engine_.entry(name)).second;
}

std::string JsHost::as_written(const std::string& stack) const {
  return source_map_ == nullptr ? stack : source_map_->original_stack(stack);
}

std::optional<js::Position> JsHost::as_written(const std::optional<js::Position>& place) const {
  return source_map_ == nullptr || !place ? place : source_map_->original(*place);
}

std::optional<LoadError> JsHost::failure(const js::Outcome& outcome) const {
  if (const auto* limited = std::get_if<js::Limited>(&outcome)) {
    const auto at = as_written(limited->limit.position);
    return LoadError{.file = at ? at->file : "",
                     .line = at ? at->line : 0,
                     .column = at ? at->column : 0,
                     .message = "host limit: " + limited->limit.what,
                     .remedy = ""};
  }
  if (std::holds_alternative<js::Aborted>(outcome) && overrun_)
    return LoadError{.file = overrun_->at.file,
                     .line = overrun_->at.line,
                     .column = overrun_->at.column,
                     .message = "Script startup exceeded CPU time limit.",
                     .remedy = overrun_->stack};
  const auto* threw = std::get_if<js::Threw>(&outcome);
  if (threw == nullptr) return std::nullopt;
  const js::ScriptError& error = threw->error;
  const auto at = as_written(error.position);
  LoadError result{.file = at ? at->file : "",
                   .line = at ? at->line : 0,
                   .column = at ? at->column : 0,
                   .message = error.name.empty() ? error.message : error.name + ": " + error.message,
                   .remedy = ""};
  if (!error.stack.empty()) result.remedy = as_written(error.stack);
  return result;
}

std::optional<LoadError> JsHost::load(const WorkerCode& code) {
  source_map_ = code.source_map;
  assets_ = code.assets;
  if (auto error = failure(engine_.install())) return error;
  const std::string compatibility =
      nlohmann::json{{"date", code.compatibility_date},
                     {"flags", code.compatibility_flags},
                     {"worker", placement_.worker},
                     {"namespaces", runtime::namespace_of(platform_.options().workers[placement_.worker].name, "",
                                                          placement_.worker == 0)}}
          .dump();
  const js::Outcome configured = engine_.call(entry("configure"), {std::string_view(compatibility)});
  if (auto error = failure(configured)) return error;
  for (const auto& [name, maker] :
       {std::pair{"cloudflare:workers", "cloudflare_workers"}, std::pair{"cloudflare:email", "cloudflare_email"},
        std::pair{"cloudflare:sockets", "cloudflare_sockets"},
        std::pair{"cloudflare:workflows", "cloudflare_workflows"}, std::pair{"node:async_hooks", "async_hooks"}}) {
    const js::Outcome host_module = engine_.call(entry(maker), std::initializer_list<js::Argument>{});
    if (auto error = failure(host_module)) return error;
    engine_.define_host_module(name, std::get<js::Handle>(host_module));
  }
  if (auto error = share_blocks(code.blocks)) return error;
  nlohmann::json bindings = nlohmann::json::array();
  for (const Binding& binding : code.bindings)
    bindings.push_back(
        {{"kind", binding.kind}, {"name", binding.name}, {"value", binding.value}, {"worker", binding.worker}});
  const std::string bindings_text = bindings.dump();
  if (auto error = failure(engine_.call(entry("begin_loading"), {std::string_view(bindings_text)}))) return error;
  // While the modules load, text may become code (recorded: global-scope); the glue says from which date on.
  engine_.allow_code_from_text(engine_.is_true(std::get<js::Handle>(configured)));
  const js::Outcome names = engine_.load(code.entry, *code.modules);
  engine_.allow_code_from_text(false);
  if (auto error = failure(names)) return error;

  if (auto error = failure(engine_.call(entry("loaded"), {&std::get<js::Handle>(names)}))) return error;
  return unexported(code);
}

std::optional<LoadError> JsHost::unexported(const WorkerCode& code) {
  const std::string wanted = nlohmann::json(code.classes).dump();
  const js::Outcome outcome = engine_.call(entry("export_kinds"), {std::string_view(wanted)});
  const auto* text = std::get_if<js::Handle>(&outcome);
  if (text == nullptr) return std::nullopt;
  const auto kinds = nlohmann::json::parse(engine_.as_text(*text).value_or("[]"));
  for (std::size_t i = 0; i < code.classes.size(); ++i) {
    if (kinds[i] == "class") continue;
    const std::string& name = code.classes[i];
    return LoadError{
        .file = code.main,
        .line = 0,
        .column = 0,
        .message = fmt::format("the configuration binds the Durable Object class \"{}\", which {} does not export",
                               name, code.main),
        .remedy = fmt::format("write `export class {0} {{ ... }}`, or add this line to {1}:\n\n    export {{ {0} }};\n",
                              name, code.main)};
  }
  return std::nullopt;
}

std::unique_ptr<runtime::Instance> JsHost::make_instance(runtime::Actor& actor) {
  const auto number = static_cast<std::uint32_t>(actors_.size());
  actors_.push_back(&actor);
  used_ = true;
  return std::make_unique<JsInstance>(*this, actor, number);
}

js::Outcome JsHost::enter(runtime::Actor* owner, const char* name, std::span<const js::Argument> arguments) {
  current_ = owner;
  in_handler_ = true;
  begin_measuring();
  return engine_.call(entry(name), arguments);
}

runtime::TurnEnd JsHost::turn(runtime::Actor* owner, const char* name, std::span<const js::Argument> arguments) {
  return ended(owner, enter(owner, name, arguments));
}

/// All objects of the isolate are reset once this turn is over (spec 1.5).
void JsHost::watch_memory() {
  if (spoilt_ || !engine_.over_memory_limit()) return;
  spoilt_ = true;
  platform_.simulation().after({}, sim::Action([&platform = platform_, where = placement_] {
                                 platform.isolate_reset(
                                     where, {.message = "Durable Object's isolate exceeded its memory limit and was "
                                                        "reset.",
                                             .remote = true,
                                             .overloaded = true,
                                             .durable_object_reset = true});
                               }));
}

runtime::TurnEnd JsHost::ended(runtime::Actor* owner, const js::Outcome& outcome) {
  in_handler_ = false;
  watch_memory();
  for (const js::ScriptError& rejection : engine_.take_unhandled_rejections())
    report(owner, {.kind = InvocationKind::fetch,
                   .unhandled_rejection = true,
                   .name = rejection.name,
                   .message = rejection.message,
                   .stack = rejection.stack});
  if (const auto* limited = std::get_if<js::Limited>(&outcome)) {
    const js::HostLimit& limit = limited->limit;
    std::string detail = limit.what;
    if (const auto at = as_written(limit.position))
      detail += fmt::format(" at {}:{}:{}", at->file, at->line, at->column);
    if (!limit.stack.empty()) detail += "\n" + as_written(limit.stack);
    return {.kind = runtime::TurnEnd::Kind::host_limit, .error = {}, .detail = std::move(detail)};
  }
  const std::optional<sim::Duration> cpu = measured_time();
  if (std::holds_alternative<js::Aborted>(outcome)) {
    if (overrun_) return over_limit(owner);
    Abort abort = std::exchange(abort_, std::nullopt).value_or(Abort{});
    return {.kind = runtime::TurnEnd::Kind::aborted,
            .error = std::move(abort.error),
            .detail = "",
            .retry_alarm = abort.retry_alarm,
            .cpu = cpu};
  }
  if (const auto* threw = std::get_if<js::Threw>(&outcome)) {
    const js::ScriptError& error = threw->error;
    report(owner,
           {.kind = InvocationKind::constructor, .name = error.name, .message = error.message, .stack = error.stack});
    return {.kind = runtime::TurnEnd::Kind::constructor_threw,
            .error = {.name = error.name.empty() ? "Error" : error.name,
                      .message = error.message,
                      .remote = true,
                      .durable_object_reset = true},
            .detail = "",
            .cpu = cpu};
  }
  runtime::TurnEnd end;
  end.cpu = cpu;
  return end;
}

void JsHost::report(runtime::Actor* owner, ExceptionThrown exception) {
  exception.stack = as_written(exception.stack);
  if (owner != nullptr)
    owner->record_exception(std::move(exception));
  else
    platform_.simulation().record(exception);
}

runtime::TurnEnd JsHost::worker_fetch(InvocationId id, const runtime::EntryPoint& entry,
                                      const network::HttpRequest& request) {
  worker_requests_.insert(id);
  used_ = true;
  const std::string headers = header_lines(request.headers);
  const js::Argument body = request.body.empty() ? js::Argument{js::Null{}} : js::Argument{js::BytesArg{request.body}};
  const js::Argument props =
      entry.props.empty() ? js::Argument{js::Undefined{}} : js::Argument{js::BytesArg{entry.props}};
  return turn(nullptr, "worker_fetch",
              {static_cast<double>(static_cast<std::uint32_t>(id)), std::string_view(request.method),
               std::string_view(request.url), std::string_view(headers), body, cf_of(request),
               std::string_view(entry.name), props, std::string_view(entry.props_extras)});
}

runtime::TurnEnd JsHost::worker_scheduled(InvocationId id, std::uint32_t /*worker*/, std::string_view cron,
                                          std::int64_t scheduled_ms) {
  worker_requests_.insert(id);
  used_ = true;
  return turn(nullptr, "worker_scheduled",
              {static_cast<double>(static_cast<std::uint32_t>(id)), cron, static_cast<double>(scheduled_ms)});
}

runtime::TurnEnd JsHost::worker_client_gone(InvocationId id) {
  return turn(nullptr, "worker_client_gone", {static_cast<double>(static_cast<std::uint32_t>(id))});
}

runtime::TurnEnd JsHost::worker_resume(runtime::WaitId wait, const runtime::FetchOutcome* outcome) {
  worker_waits_.erase(wait);
  return resume(nullptr, 0, wait, outcome);
}

runtime::TurnEnd JsHost::resume(runtime::Actor* owner, double number, runtime::WaitId wait,
                                const runtime::FetchOutcome* outcome) {
  const auto wait_number = static_cast<double>(static_cast<std::uint64_t>(wait));
  if (outcome == nullptr) return turn(owner, "resume", {number, wait_number});
  runtime::TurnEnd end = resume_with(owner, number, wait_number, *outcome);
  platform_.rpc().received(static_cast<std::uint64_t>(wait));
  return end;
}

runtime::TurnEnd JsHost::resume_with(runtime::Actor* owner, double number, double wait,
                                     const runtime::FetchOutcome& outcome) {
  const auto bytes = [](const std::string& body) {
    return body.empty() ? js::Argument{js::Null{}} : js::Argument{js::BytesArg{body}};
  };
  if (const auto* result = std::get_if<runtime::FetchResult>(&outcome)) {
    const std::string headers = header_lines(result->response.headers);
    const double side = result->web_socket == runtime::PairSide::none
                            ? -1.0
                            : static_cast<double>(static_cast<std::uint32_t>(result->web_socket));
    const double open =
        result->body == runtime::BodyId::none ? -1.0 : static_cast<double>(static_cast<std::uint64_t>(result->body));
    return turn(owner, "resume_fetch",
                {number, wait, static_cast<double>(result->response.status), std::string_view(headers),
                 bytes(result->response.body), side, open, std::string_view(result->response.status_text)});
  }
  nlohmann::json answer;
  const std::string* body = nullptr;
  if (const auto* error = std::get_if<runtime::CallError>(&outcome)) {
    const int flags = (error->remote ? 1 : 0) | (error->retryable ? 2 : 0) | (error->overloaded ? 4 : 0) |
                      (error->durable_object_reset ? 8 : 0);
    answer["error"] = {{"name", error->name},
                       {"message", error->message},
                       {"flags", flags},
                       {"extras", error->thrown.extras},
                       {"objectId", error->object_id}};
    body = &error->thrown.bytes;
  } else {
    const auto& value = std::get<runtime::RpcValue>(outcome);
    answer = {{"extras", value.extras}, {"stubs", value.stubs}};
    body = &value.bytes;
  }
  const std::string text = answer.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return turn(owner, "resume", {number, wait, std::string_view(text), bytes(*body)});
}

std::string JsHost::shown(std::string_view serialized) {
  const js::Outcome outcome = engine_.call(entry("show_stored"), {js::BytesArg{serialized}});
  const auto* text = std::get_if<js::Handle>(&outcome);
  const auto words = text == nullptr ? std::nullopt : engine_.as_text(*text);
  return words.value_or(fmt::format("({} bytes that cannot be shown)", serialized.size()));
}

double JsHost::forget_gone() {
  while (gone_.size() > 1) {
    engine_.call(entry("drop"), {gone_.back()});
    gone_.pop_back();
  }
  const double last = gone_.empty() ? 0 : gone_.back();
  gone_.clear();
  return last;
}

sim::RandomStream& JsHost::random_stream() {
  if (current_ == nullptr) return platform_.code_random(platform_.worker_entity(placement_.worker));
  return platform_.code_random(*current_);
}

runtime::Actor* JsHost::actor_of(js::Call& call) {
  const auto number = static_cast<std::size_t>(call.integer(0));
  runtime::Actor* actor = number < actors_.size() ? actors_[number] : nullptr;
  if (actor == nullptr) call.throws("Error", "Durable Object storage is no longer accessible.");
  return actor;
}

}  // namespace models::room
