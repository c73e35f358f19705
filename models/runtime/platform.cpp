#include "models/runtime/platform.h"

#include <algorithm>
#include <utility>

namespace models::runtime {
namespace {

CallError too_deep() {
  return {.message =
              "Subrequest depth limit exceeded. This request recursed through Workers too many times. This can "
              "happen e.g. if you have a Worker or Durable Object that calls other Workers or objects "
              "recursively."};
}

/// The page that visitors see when the day's Worker requests are used up (docs/spec/pricing.md A7).
FetchResult out_of_worker_requests() {
  FetchResult result;
  result.response.status = 429;
  result.response.body = DailyUse::refusal(Allowance::worker_requests);
  return result;
}

/// Rooms that take turns stay open: to put one away and open it again takes longer than all else that a message does;
/// an open one costs 100 KB.
constexpr std::size_t kMostOpenDatabases = 1'024;

}  // namespace

Platform::Platform(sim::Simulation& simulation, Names& names, CostTable costs, PlatformOptions options)
    : simulation_(simulation),
      names_(names),
      costs_(std::move(costs)),
      options_(std::move(options)),
      eviction_(eviction::make_policy(options_.eviction)),
      open_databases_(kMostOpenDatabases),
      rpc_(*this),
      pairs_(simulation),
      worker_sockets_(*this),
      d1_([&simulation] { return sim::to_epoch_ms(simulation.now()); },
          simulation.choices().stream(sim::site("d1.random"), sim::entity("worker")), open_databases_) {
  if (options_.daily_allowances) daily_use_.emplace(simulation_, *options_.daily_allowances);
  for (std::uint32_t worker = 0; worker < options_.workers.size(); ++worker)
    workers_.push_back({simulation.choices().stream(sim::site("worker.cost"), worker_entity(worker)), {0}, 0});
}

Platform::~Platform() = default;

Actor& Platform::actor(const std::string& class_name, const ObjectId& id, const std::optional<std::string>& name) {
  if (Actor* known = actors_.find(class_name, id)) return *known;
  const auto known =
      classes_.try_emplace(class_name, DurableObjectClass{simulation_.now(), owner_of(class_name)}).first;
  const RoomId room = names_.add_room(name ? *name : id.text(), names_.durable_object_class(class_name));
  return actors_.add(std::make_unique<Actor>(*this, ActorIdentity{known->first, id, name, room, known->second.worker}));
}

std::uint32_t Platform::owner_of(std::string_view class_name) const {
  const std::string_view name = worker_of(class_name);
  if (name.empty()) return 0;
  const auto it = std::ranges::find(options_.workers, name, &WorkerOptions::name);
  return static_cast<std::uint32_t>(it - options_.workers.begin());
}

sim::Entity Platform::worker_entity(std::uint32_t worker) const {
  return worker == 0 ? sim::entity("worker") : sim::entity("worker " + options_.workers[worker].name);
}

Actor* Platform::find_actor(const std::string& class_name, const std::string& name) {
  return actors_.find(class_name, ObjectId::from_name(class_name, name));
}

void Platform::request(network::HttpRequest request, std::unique_ptr<network::WireEnd> server_end, Respond respond) {
  WorkerInvocation invocation;
  invocation.offered = server_end ? server_end->socket() : SocketId::none;
  invocation.server_end = std::move(server_end);
  invocation.respond = std::move(respond);
  invocation.entry.worker = asked_for(request);
  begin(std::move(invocation), request);
}

void Platform::front_request(network::HttpRequest request, RespondToCaller respond) {
  WorkerInvocation invocation;
  invocation.inside = std::move(respond);
  invocation.entry.worker = asked_for(request);
  begin(std::move(invocation), request);
}

std::optional<std::uint32_t> Platform::worker_at(std::string_view host) const {
  for (std::uint32_t worker = 0; worker < options_.workers.size(); ++worker)
    if (std::ranges::find(options_.workers[worker].hosts, host) != options_.workers[worker].hosts.end()) return worker;
  return std::nullopt;
}

std::uint32_t Platform::asked_for(const network::HttpRequest& request) const {
  if (options_.workers.size() == 1) return 0;
  const std::string_view url = request.url;
  const std::size_t begin = url.find("://");
  if (begin == std::string_view::npos) return 0;
  const std::string_view rest = url.substr(begin + 3);
  return worker_at(rest.substr(0, rest.find_first_of("/?#"))).value_or(0);
}

void Platform::begin(WorkerInvocation invocation, const network::HttpRequest& request) {
  const std::string* upgrade = request.header("upgrade");
  invocation.upgrade = upgrade != nullptr && *upgrade == "websocket";
  invocation.visit = request.visit;
  const EntryPoint entry = invocation.entry;
  invocation.region = request.region;
  const bool turned_away = !invocation.is_service && daily_use_ && daily_use_->spent(Allowance::worker_requests);
  const InvocationId id = announce(std::move(invocation));
  if (turned_away) {
    worker_invocations_.at(id).in_first_turn = false;
    return worker_settled(id, out_of_worker_requests());
  }
  first_turn_ended(host_->worker_fetch(id, entry, request), id);
}

void Platform::service_request(const EntryPoint& entry, const network::HttpRequest& request, InvocationId caller,
                               RespondToCaller respond) {
  WorkerInvocation invocation;
  invocation.inside = std::move(respond);
  invocation.entry = entry;
  invocation.is_service = true;
  if (const auto it = worker_invocations_.find(caller); it != worker_invocations_.end()) {
    invocation.offered = it->second.offered;
    invocation.depth = it->second.depth + 1;
  }
  constexpr std::uint32_t kMostWorkers = 32;  // a request may pass through (docs: service bindings, "Limits")
  if (invocation.depth >= kMostWorkers) return invocation.inside(too_deep());
  begin(std::move(invocation), request);
}

sim::Duration Platform::service_called(InvocationId id, const EntryPoint& entry, const TurnEnd& end) {
  const sim::Duration drawn = costs_.worker_fetch.sample_duration(workers_[entry.worker].cost);
  const sim::Duration cpu = end.cpu.value_or(drawn);
  simulation_.record(
      ServiceCalled{.id = id, .worker = options_.workers[entry.worker].name, .entry = entry.name, .cpu = cpu});
  return cpu;
}

InvocationId Platform::announce(WorkerInvocation invocation) {
  const InvocationId id = next_invocation();
  const InvocationKind kind = invocation.kind;
  invocation.in_first_turn = true;
  worker_invocations_.emplace(id, std::move(invocation));
  simulation_.record(InvocationBegan{.id = id, .kind = kind});
  return id;
}

sim::Duration Platform::cpu_of_first_turn(const TurnEnd& end, InvocationId id, const WorkerInvocation& invocation) {
  if (invocation.is_service) return service_called(id, invocation.entry, end);
  const sim::Duration drawn = costs_.worker_fetch.sample_duration(workers_[invocation.entry.worker].cost);
  const sim::Duration cpu = end.cpu.value_or(drawn);
  simulation_.record(WorkerRequest{.cpu = cpu});
  if (daily_use_) daily_use_->worker_request();
  return cpu;
}

void Platform::first_turn_ended(const TurnEnd& end, InvocationId id) {
  if (const auto it = worker_invocations_.find(id); it != worker_invocations_.end()) {
    it->second.in_first_turn = false;
    it->second.ends = simulation_.now() + cpu_of_first_turn(end, id, it->second);
    if (auto settled = std::exchange(it->second.settled, std::nullopt)) answer_at_end(id, std::move(*settled));
  }
  worker_turn_ended(end, id);
}

void Platform::scheduled(std::uint32_t worker, const std::string& cron) {
  WorkerInvocation invocation;
  invocation.entry.worker = worker;
  invocation.kind = InvocationKind::scheduled;
  const InvocationId id = announce(std::move(invocation));
  simulation_.record(CronFired{.id = id, .cron = cron, .due = simulation_.now()});
  first_turn_ended(host_->worker_scheduled(id, worker, cron, sim::to_epoch_ms(simulation_.now())), id);
}

void Platform::visitor_gone(std::uint64_t visit) {
  if (!options_.notices_gone_clients) return;
  for (const auto& [id, invocation] : worker_invocations_) {
    if (invocation.visit != visit) continue;
    worker_turn_ended(host_->worker_client_gone(id), InvocationId::none);
    return;
  }
}

sim::Duration Platform::worker_clock_shift() const {
  return worker_clock_at_ == simulation_.now() ? worker_clock_shift_ : sim::Duration{};
}

std::int64_t Platform::read_clock_ms() {
  const bool again = std::exchange(worker_clock_at_, simulation_.now()) == simulation_.now();
  worker_clock_shift_ = again ? worker_clock_shift_ + options_.clock_step : sim::Duration{};
  const sim::Duration ahead = adversity_ == nullptr ? sim::Duration::zero() : adversity_->clock_ahead(nullptr);
  return sim::to_epoch_ms(simulation_.now() + worker_clock_shift() + ahead);
}

void Platform::worker_turn_ended(const TurnEnd& end, InvocationId id) {
  if (end.kind == TurnEnd::Kind::host_limit) return host_limit(end.detail);
  if (end.kind != TurnEnd::Kind::done && id != InvocationId::none) worker_settled(id, end.error);
}

void Platform::worker_settled(InvocationId id, FetchOutcome outcome) {
  const auto it = worker_invocations_.find(id);
  if (it == worker_invocations_.end()) return;
  simulation_.record(InvocationEnded{.id = id, .ok = std::holds_alternative<FetchResult>(outcome)});
  // How long its first turn takes is known when that is over.
  if (it->second.in_first_turn)
    it->second.settled = std::move(outcome);
  else
    answer_at_end(id, std::move(outcome));
}

InvocationKind Platform::worker_kind(InvocationId id) const {
  const auto it = worker_invocations_.find(id);
  return it == worker_invocations_.end() ? InvocationKind::rpc : it->second.kind;
}

void Platform::worker_out_of_cpu(InvocationId id, const CallError& error) {
  const auto it = worker_invocations_.find(id);
  if (it == worker_invocations_.end()) return rpc_.worker_failed(id, error);
  it->second.ends = simulation_.now() + options_.cpu_limit;
  worker_settled(id, error);
}

void Platform::answer_at_end(InvocationId id, FetchOutcome outcome) {
  simulation_.at(std::max(worker_invocations_.at(id).ends, simulation_.now()) + worker_clock_shift(),
                 sim::Action([this, id, outcome = std::move(outcome)] { answer(id, outcome); }));
}

void Platform::answer(InvocationId id, FetchOutcome outcome) {
  const auto it = worker_invocations_.find(id);
  if (it == worker_invocations_.end()) return;  // the runtime was restarted since
  WorkerInvocation invocation = std::move(it->second);
  worker_invocations_.erase(it);
  if (invocation.kind == InvocationKind::scheduled) return;
  if (invocation.is_service && std::holds_alternative<CallError>(outcome)) return invocation.inside(std::move(outcome));
  const auto* answered = std::get_if<FetchResult>(&outcome);
  const bool socket = answered != nullptr && answered->web_socket != PairSide::none;
  if (answered == nullptr || (socket && !invocation.upgrade)) {
    // What a visitor sees of an uncaught exception in the Worker; the exception itself is in the trace.
    FetchResult failed;
    failed.response.status = 500;
    failed.response.body = "Internal Server Error";
    outcome = std::move(failed);
  }
  FetchResult result = std::get<FetchResult>(std::move(outcome));
  std::erase_if(result.response.headers,
                [](const auto& header) { return header.first == "upgrade" || header.first == "connection"; });
  if (invocation.inside) return invocation.inside(std::move(result));
  const bool upgraded = result.web_socket != PairSide::none && invocation.server_end;
  auto body = result.body == BodyId::none ? nullptr : bodies_->source(result.body);
  invocation.respond({.response = std::move(result.response), .upgraded = upgraded, .body = std::move(body)});
  if (upgraded) pairs_.connected(result.web_socket, std::move(invocation.server_end));
}

WaitId Platform::begin_wait() {
  const WaitId wait = next_wait();
  worker_waits_[wait] = {};
  return wait;
}

void Platform::wait_ends(WaitId wait, const FetchOutcome& outcome) {
  if (worker_waits_.erase(wait) == 0) {
    if (const auto* result = std::get_if<FetchResult>(&outcome)) {
      bodies_->cancel(result->body);
      if (result->web_socket != PairSide::none) pairs_.dropped(result->web_socket);
    }
    return;
  }
  worker_turn_ended(host_->worker_resume(wait, &outcome), InvocationId::none);
}

WaitId Platform::worker_call_out(Errand errand) {
  const WaitId wait = begin_wait();
  simulation_.after({}, sim::Action([this, wait, errand = std::move(errand)] {
                      errand([this, wait](FetchOutcome outcome) { wait_ends(wait, outcome); });
                    }));
  return wait;
}

WaitId Platform::worker_call(Actor& callee, std::uint32_t stub_resets, network::HttpRequest request,
                             InvocationId caller) {
  const WaitId wait = begin_wait();
  const auto it = worker_invocations_.find(caller);
  const SocketId offered = it == worker_invocations_.end() ? SocketId::none : it->second.offered;
  if (const CallError* broken = callee.broken_since(stub_resets))
    simulation_.after({}, sim::Action([this, wait, error = *broken] { wait_ends(wait, error); }));
  else if (regions_ == nullptr)
    callee.fetch(std::move(request), offered, [this, wait](FetchOutcome outcome) { wait_ends(wait, outcome); });
  else
    carry(
        region_of(caller), callee, [this, wait](FetchOutcome outcome) { wait_ends(wait, outcome); },
        [&callee, offered, request = std::move(request)](RespondToCaller respond) {
          callee.fetch(request, offered, std::move(respond));
        });
  return wait;
}

WaitId Platform::worker_timer(sim::Duration delay) {
  const WaitId wait = next_wait();
  worker_waits_[wait] = simulation_.after(delay, sim::Action([this, wait] {
                                            if (worker_waits_.erase(wait) == 0) return;
                                            worker_turn_ended(host_->worker_resume(wait, nullptr), InvocationId::none);
                                          }));
  return wait;
}

bool Platform::worker_cancel(WaitId wait) {
  const auto it = worker_waits_.find(wait);
  if (it == worker_waits_.end()) return false;
  simulation_.cancel(it->second);
  worker_waits_.erase(it);
  return true;
}

void Platform::host_limit(std::string detail) {
  if (!host_limit_) host_limit_ = std::move(detail);
  simulation_.stop();
}

void Platform::finish() {
  rpc_.table().clear();
  bodies_->clear();
  for (Actor* actor : actors_.ordered()) actor->finish();
}

}  // namespace models::runtime
