#pragma once

// The deployed application: its Workers, the Durable Object namespaces behind them, and the door that clients knock at.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/eviction/policy.h"
#include "models/internal_sockets.h"
#include "models/names.h"
#include "models/network/edge.h"
#include "models/network/regions.h"
#include "models/runtime/actor.h"
#include "models/runtime/actor_index.h"
#include "models/runtime/adversity.h"
#include "models/runtime/body_streams.h"
#include "models/runtime/cache_store.h"
#include "models/runtime/cost_table.h"
#include "models/runtime/d1_databases.h"
#include "models/runtime/host.h"
#include "models/runtime/platform_options.h"
#include "models/runtime/rpc_switch.h"
#include "models/runtime/socket_pairs.h"
#include "models/runtime/worker_sockets.h"
#include "models/storage/open_databases.h"
#include "models/upstream/upstreams.h"
#include "sim/simulation.h"

namespace models::runtime {

/// New code for a Worker, or the same code once more.
struct Deploy {
  std::optional<std::uint32_t> worker;    // none: each
  std::optional<std::uint32_t> revision;  // of WorkerOptions::code; none: what it runs already
  /// Every object hears of it within this time, each at a moment of its own.
  sim::Duration rollout{};
  /// An active object may go on so long with the old code (deferred mode); none: it is reset.
  std::optional<sim::Duration> max_delay;
};

class Platform final : public network::Edge {
 public:
  Platform(sim::Simulation& simulation, Names& names, CostTable costs, PlatformOptions options);
  ~Platform() override;

  void set_host(Host& host) { host_ = &host; }
  [[nodiscard]] Host& host() { return *host_; }
  [[nodiscard]] sim::Simulation& simulation() { return simulation_; }
  [[nodiscard]] const CostTable& costs() const { return costs_; }
  [[nodiscard]] const PlatformOptions& options() const { return options_; }
  /// Of a Worker's code in a version of it.
  [[nodiscard]] const CodeOptions& code_options(std::uint32_t worker, std::uint32_t version) const {
    return options_.workers[worker].code[revision(worker, version)];
  }
  [[nodiscard]] storage::OpenDatabases& open_databases() { return open_databases_; }
  /// Of a plan whose days have an end; else null.
  [[nodiscard]] DailyUse* daily_use() { return daily_use_ ? &*daily_use_ : nullptr; }

  /// A request of a client has arrived.
  void request(network::HttpRequest request, std::unique_ptr<network::WireEnd> server_end, Respond respond) override;

  void visitor_gone(std::uint64_t visit) override;
  /// A cron trigger of this Worker's is due.
  void scheduled(std::uint32_t worker, const std::string& cron);

  /// The object with this id, made if it was never spoken of. class_name: see namespace_of().
  Actor& actor(const std::string& class_name, const ObjectId& id, const std::optional<std::string>& name);
  /// The object of a class under a name; null if it was never spoken of.
  Actor* find_actor(const std::string& class_name, const std::string& name);
  /// All that were ever spoken of, by class and id.
  [[nodiscard]] std::vector<Actor*> actors() const { return actors_.ordered(); }

  // ---- what befalls the application (platform_faults.cpp)
  void deploy(const Deploy& deploy);
  /// The runtime is killed and started again on the same storage.
  void restart();
  /// Both may be null, and must outlive the run.
  void set_adversity(Adversity* adversity) { adversity_ = adversity; }
  [[nodiscard]] Adversity* adversity() const { return adversity_; }
  /// An isolate goes, with its module globals and all objects in it.
  void isolate_lost(const Placement& isolate);
  /// Everything in an isolate is reset.
  void isolate_reset(const Placement& isolate, const CallError& error);

  // ---- memory (platform_memory.cpp)
  [[nodiscard]] eviction::Policy& eviction() { return *eviction_; }
  void came_into_memory(Actor& actor);
  void left_memory(const Actor& actor) { eviction_->went_out(actor.room()); }
  /// Soon, if the policy is short of memory: who has to go does.
  void make_room();

  // ---- regions (platform_regions.cpp)
  /// Requests from one region to another take time from now on, and are given up after `patience`.
  void set_regions(const network::Regions* regions, sim::Duration patience);
  [[nodiscard]] const network::Regions* regions() const { return regions_; }
  /// Where this request of the Worker is handled.
  [[nodiscard]] network::RegionId region_of(InvocationId invocation) const;
  /// Calls `deliver` when something that leaves a region now is where the object is, with what brings the answer back.
  void carry(network::RegionId from, Actor& callee, RespondToCaller respond,
             std::function<void(RespondToCaller)> deliver);

  // ---- isolates
  /// Where an object's next instance lives.
  [[nodiscard]] Placement placement(const Actor& actor) const;
  /// Of the code that new objects of this Worker's classes run: how often it was deployed since the start.
  [[nodiscard]] std::uint32_t newest_version(std::uint32_t worker) const {
    return static_cast<std::uint32_t>(workers_[worker].revisions.size() - 1);
  }
  /// Which of WorkerOptions::code a version is.
  [[nodiscard]] std::uint32_t revision(std::uint32_t worker, std::uint32_t version) const {
    return workers_[worker].revisions[version];
  }
  [[nodiscard]] Placement worker_placement(std::uint32_t worker) const {
    return {.worker = worker, .version = workers_[worker].version, .slot = 0};
  }
  /// As draws of its own know it.
  [[nodiscard]] sim::Entity worker_entity(std::uint32_t worker) const;

  // ---- services for the Worker's code, during a turn only
  /// The time that the last reading of the clock showed.
  [[nodiscard]] std::int64_t code_now_ms() const { return sim::to_epoch_ms(simulation_.now() + worker_clock_shift()); }
  /// Date.now() of the Worker, as Actor::read_clock_ms.
  std::int64_t read_clock_ms();
  WaitId worker_call(Actor& callee, std::uint32_t stub_resets, network::HttpRequest request, InvocationId caller);
  WaitId worker_timer(sim::Duration delay);
  bool worker_cancel(WaitId wait);
  void worker_settled(InvocationId id, FetchOutcome outcome);
  /// What a request of a Worker is for: a fetch, a cron trigger or a call over RPC.
  [[nodiscard]] InvocationKind worker_kind(InvocationId id) const;
  /// A turn of this request has run for as long as the limit of CPU time lets it.
  void worker_out_of_cpu(InvocationId id, const CallError& error);
  WaitId worker_rpc_call(const RpcAddress& address, RpcCall call, InvocationId caller);

  [[nodiscard]] RpcSwitch& rpc() { return rpc_; }
  /// Runs a turn of the Worker's code now, or when its present turn is over.
  void worker_turn(sim::Action turn);
  void worker_turn_ended(const TurnEnd& end, InvocationId id);
  [[nodiscard]] WorkerSockets& worker_sockets() { return worker_sockets_; }
  WaitId worker_call_out(Errand errand);
  // As Actor's (platform_bodies.cpp).
  BodyId worker_open_body();
  WaitId worker_write_body(BodyId body, std::string bytes);
  void worker_end_body(BodyId body, network::BodyPiece end);
  WaitId worker_read_body(BodyId body);
  WaitId worker_body_arrives(sim::Duration time);

  // ---- shared by actors
  InvocationId next_invocation() { return InvocationId{next_invocation_++}; }
  WaitId next_wait() { return WaitId{next_wait_++}; }
  SocketId next_unoffered_socket() {
    return SocketId{static_cast<std::uint32_t>(kFirstInternalSocket) + next_unoffered_socket_++};
  }

  [[nodiscard]] SocketPairs& pairs() { return pairs_; }
  [[nodiscard]] BodyStreams& bodies() { return *bodies_; }
  /// Whether one of the application's Workers answers under this name.
  [[nodiscard]] bool serves(std::string_view host) const { return worker_at(host).has_value(); }
  /// A request of the application's own code to one of its hosts: it comes back in front, as a visitor's.
  void front_request(network::HttpRequest request, RespondToCaller respond);
  /// A request through a service binding. caller: of the Worker, or none.
  void service_request(const EntryPoint& entry, const network::HttpRequest& request, InvocationId caller,
                       RespondToCaller respond);
  /// A Worker's entry point has been entered; the CPU time that its turn takes.
  sim::Duration service_called(InvocationId id, const EntryPoint& entry, const TurnEnd& end);

  // ---- the outside (platform_outside.cpp)
  void set_upstreams(std::vector<upstream::Rule> rules);
  /// A request to a host that is none of the scenario's own, from a room or (none) the Worker.
  void upstream_request(const network::HttpRequest& request, RoomId room, sim::Entity caller, RespondToCaller respond);

  [[nodiscard]] CacheStore& cache() { return cache_; }
  [[nodiscard]] D1Databases& d1() { return d1_; }
  /// What was asked of a cache, or another store beside the rooms', is answered after its time.
  void cache_answers(FetchResult result, RespondToCaller respond);

  /// Ends the run: the host could not go on.
  void host_limit(std::string detail);
  [[nodiscard]] const std::optional<std::string>& host_limit_hit() const { return host_limit_; }
  void finish();
  /// When an object of the class was first spoken of: its sweep counts from there.
  [[nodiscard]] sim::Time class_began(const std::string& class_name) const { return classes_.at(class_name).began; }
  /// Math.random() and the like of a Worker.
  [[nodiscard]] sim::RandomStream& code_random(sim::Entity who) { return stream(code_random_, "room.random", who); }
  /// Likewise of an object: constructors draw from a stream of their own, and each event from a part of the object's,
  /// so that one that draws more than it did, or a wake in between, shifts nobody else's draws.
  [[nodiscard]] sim::RandomStream& code_random(const Actor& actor);
  /// Another event of the object begins.
  void draws_anew(const Actor& actor);
  [[nodiscard]] sim::RandomStream& storage_faults(sim::Entity who) {
    return stream(storage_faults_, "room.storage", who);
  }
  [[nodiscard]] sim::RandomStream& uncaught_faults(sim::Entity who) {
    return stream(uncaught_faults_, "room.uncaught", who);
  }
  [[nodiscard]] sim::RandomStream& socket_orders(sim::Entity who) {
    return stream(socket_orders_, "room.socket-order", who);
  }

 private:
  using Streams = std::map<sim::Entity, sim::RandomStream>;
  void deploy_worker(std::uint32_t worker, const Deploy& deploy);
  sim::RandomStream& stream(Streams& streams, std::string_view site, sim::Entity who);
  [[nodiscard]] sim::Duration worker_clock_shift() const;
  struct WorkerInvocation {
    std::unique_ptr<network::WireEnd> server_end;
    Respond respond;
    RespondToCaller inside;  // instead of respond: the caller is the application itself
    SocketId offered = SocketId::none;
    network::RegionId region = network::RegionId::none;
    bool upgrade = false;
    InvocationKind kind = InvocationKind::worker_fetch;
    std::uint64_t visit = 0;
    EntryPoint entry;
    bool is_service = false;  // asked for by a service binding: not billed, and told what went wrong
    std::uint32_t depth = 0;  // how many Workers have called each other to get here
    sim::Time ends{};
    bool in_first_turn = false;
    std::optional<FetchOutcome> settled;  // in its first turn
  };
  void answer_at_end(InvocationId id, FetchOutcome outcome);
  void answer(InvocationId id, FetchOutcome outcome);
  void upstream_answers(std::uint32_t request, upstream::Outcome outcome, const RespondToCaller& respond);
  void write_chunk(BodyId body, std::shared_ptr<const upstream::Outcome> outcome, std::size_t next);
  [[nodiscard]] std::optional<std::uint32_t> worker_at(std::string_view host) const;
  /// By the request's host.
  [[nodiscard]] std::uint32_t asked_for(const network::HttpRequest& request) const;
  [[nodiscard]] std::uint32_t owner_of(std::string_view class_name) const;
  sim::Duration cpu_of_first_turn(const TurnEnd& end, InvocationId id, const WorkerInvocation& invocation);
  void begin(WorkerInvocation invocation, const network::HttpRequest& request);
  InvocationId announce(WorkerInvocation invocation);
  void first_turn_ended(const TurnEnd& end, InvocationId id);
  WaitId begin_wait();
  void wait_ends(WaitId wait, const FetchOutcome& outcome);
  void wait_ends_soon(WaitId wait, std::optional<FetchOutcome> outcome);
  void wait_ends_after(sim::Duration time, WaitId wait, std::optional<FetchOutcome> outcome);

  sim::Simulation& simulation_;
  Names& names_;
  CostTable costs_;
  PlatformOptions options_;
  Host* host_ = nullptr;

  struct DeployedWorker {
    sim::RandomStream cost;
    std::vector<std::uint32_t> revisions{0};  // by version
    std::uint32_t version = 0;                // that its requests run
  };
  std::vector<DeployedWorker> workers_;
  std::optional<DailyUse> daily_use_;
  std::unique_ptr<eviction::Policy> eviction_;
  std::map<RoomId, Actor*> counted_rooms_;  // that were in memory, for a policy that counts it
  sim::EventHandle makes_room_;
  storage::OpenDatabases open_databases_;
  ActorIndex actors_;
  struct DurableObjectClass {
    sim::Time began;
    std::uint32_t worker;
  };
  std::map<std::string, DurableObjectClass> classes_;
  Streams code_random_;
  Streams constructor_random_;
  Streams storage_faults_;
  Streams uncaught_faults_;
  Streams socket_orders_;
  sim::Duration worker_clock_shift_{};
  sim::Time worker_clock_at_ = sim::Time::min();  // of the Worker's last reading
  Adversity* adversity_ = nullptr;
  const network::Regions* regions_ = nullptr;
  sim::Duration region_patience_{};
  std::map<InvocationId, WorkerInvocation> worker_invocations_;
  std::map<WaitId, sim::EventHandle> worker_waits_;
  RpcSwitch rpc_;
  SocketPairs pairs_;
  std::shared_ptr<BodyStreams> bodies_ = std::make_shared<BodyStreams>();
  WorkerSockets worker_sockets_;
  std::unique_ptr<upstream::Upstreams> upstreams_;
  std::uint32_t upstream_requests_ = 0;
  CacheStore cache_;
  D1Databases d1_;
  std::uint32_t next_invocation_ = 0;
  std::uint64_t next_wait_ = 1;
  std::uint32_t next_unoffered_socket_ = 0;
  std::optional<std::string> host_limit_;
};

}  // namespace models::runtime
