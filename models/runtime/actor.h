#pragma once

// One Durable Object as the platform keeps it: the container that holds storage, alarm and hibernatable sockets for
// ever, and the instance in memory that comes and goes. Everything that enters its code takes a turn at the input
// gate; everything that leaves passes the output gate; ten seconds after the last event it goes out of memory.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "models/network/topology.h"
#include "models/runtime/adversity.h"
#include "models/runtime/alarm_scheduler.h"
#include "models/runtime/cost_table.h"
#include "models/runtime/host.h"
#include "models/runtime/object_id.h"
#include "models/runtime/platform_options.h"
#include "models/runtime/presence.h"
#include "models/runtime/room_socket.h"
#include "models/runtime/socket_owner.h"
#include "models/storage/room_store.h"
#include "sim/flat_map.h"
#include "sim/queue.h"
#include "sim/simulation.h"

namespace models::runtime {

class Platform;
struct ActorView;

struct ActorIdentity {
  const std::string& class_name;  // with its Worker's name before it (namespace_of); the platform keeps one for all
  ObjectId id;
  std::optional<std::string> name;
  RoomId room{};
  std::uint32_t worker = 0;  // whose class it is
};

class Actor final : public SocketOwner, private storage::Surroundings {
 public:
  Actor(Platform& platform, ActorIdentity identity);
  ~Actor() override;
  Actor(const Actor&) = delete;
  Actor& operator=(const Actor&) = delete;

  [[nodiscard]] const ActorIdentity& identity() const { return identity_; }
  [[nodiscard]] RoomId room() const { return identity_.room; }
  [[nodiscard]] sim::Entity entity() const { return entity_; }
  [[nodiscard]] sim::Simulation& simulation();
  [[nodiscard]] Platform& platform() { return platform_; }
  [[nodiscard]] const CostTable& costs() const;
  [[nodiscard]] storage::RoomStore& store() { return store_; }
  [[nodiscard]] const storage::RoomStore& store() const { return store_; }

  /// What can be seen of it now (actor_view.h).
  [[nodiscard]] ActorView view() const;

  // ---- events from outside
  /// offered: the connection that this request would upgrade, if it came from a client.
  void fetch(network::HttpRequest request, SocketId offered, RespondToCaller respond);
  void arrived(RoomSocket& socket, SocketEvent event) override;
  [[nodiscard]] bool auto_respond(RoomSocket& socket, const network::Frame& frame) override;
  void alarm_fires(const AlarmInfo& info);
  /// A call over RPC has arrived. The first of a session is a request of its own, and billed (pricing R1, R2).
  void rpc(RpcCall call, bool opens_session, RespondToCaller respond);
  void rpc_dispose(RpcTargetId target);
  /// A session with stubs keeps both of its objects awake.
  void rpc_session_held(bool as_callee, int change);
  /// Puts the object out of memory as inactivity would, as soon as it is idle. done(true) when it has happened.
  void request_eviction(bool keep_sockets, std::function<void(bool)> done);
  /// For want of memory: false if something of it is running. What cannot hibernate is reset.
  bool make_room();
  /// Goes out of memory as inactivity would let it, at the first moment from now on at which it could hibernate: idle,
  /// with nothing pending. What else takes it out of memory before ends the wish.
  void hibernate_soon();
  /// What its store holds sealed was there before the run: it is durable, its alarm is armed, and nobody paid for it.
  void stored_before();
  /// The run is over: what was used since the last record is metered, and the instance goes.
  void finish();

  // ---- what befalls an object (actor_faults.cpp)
  /// New code is out: reset at once, or (max_delay) when it next leaves memory, at the latest after that time.
  void code_updated(std::uint32_t version, std::optional<sim::Duration> max_delay);
  /// Its isolate is gone, with every object in it.
  void isolate_reset(const CallError& error);
  /// Its host is gone: callers lose their connection.
  void host_lost();
  /// The whole runtime is gone and comes back on the same storage: nobody is left to hear of it.
  void runtime_restarted();
  /// Tells of a moment, if anybody listens.
  void moment(Moment moment);

  // ---- regions
  [[nodiscard]] network::RegionId region() const override { return region_; }
  /// Unless it has its place already.
  void place(network::RegionId region);
  /// Where it should be placed when it is (spec 6.1: locationHint).
  void hint(network::RegionId region) { hinted_ = region; }

  /// Whether its present instance has taken up an event; else all that has run is its constructor.
  [[nodiscard]] bool has_begun() const { return !here().wake_untold; }
  [[nodiscard]] bool in_memory() const { return here().instance != nullptr || here().constructing; }
  /// What its code sees of the runtime.
  [[nodiscard]] const CodeOptions& code_options() const;
  /// The version of the code that its next instance runs.
  [[nodiscard]] std::uint32_t code_version() const { return code_version_; }

  // ---- stubs
  /// How often the object was reset. A stub speaks to the object as it was when the stub was first used.
  [[nodiscard]] std::uint32_t resets() const {
    return misfortunes_ ? static_cast<std::uint32_t>(misfortunes_->reset_errors.size()) : 0;
  }
  /// What a stub that was first used after so many resets fails with (spec 1.5); null while it works.
  [[nodiscard]] const CallError* broken_since(std::uint32_t resets) const {
    return resets < this->resets() ? &misfortunes_->reset_errors[resets] : nullptr;
  }

  // ---- services for the instance, during a turn only
  /// The time that the last reading of the clock showed.
  [[nodiscard]] std::int64_t code_now_ms() const { return sim::to_epoch_ms(code_now()); }
  /// The same on the clock of the object's host, which a scenario may have put ahead.
  [[nodiscard]] std::int64_t shown_now_ms() { return now_ms(); }
  /// Date.now(): frozen in a turn, or moving with each reading (PlatformOptions::clock_step).
  std::int64_t read_clock_ms();
  /// Why the storage does nothing of this kind now: nothing of it is left of the day (DailyUse). put() and execute()
  /// look themselves; whoever reads, deletes or sets the alarm asks first.
  [[nodiscard]] std::optional<storage::SqlError> refuse_storage(Allowance allowance);
  const std::string* get(std::string_view key);
  std::optional<storage::SqlError> put(std::string_view key, std::string value, bool unconfirmed = false);
  bool remove(std::string_view key, bool unconfirmed = false);
  std::vector<std::pair<std::string, std::string>> list(const storage::ListOptions& options);
  void remove_all();
  std::optional<std::int64_t> get_alarm();
  void set_alarm(std::int64_t epoch_ms);
  void delete_alarm();
  std::variant<storage::CursorId, storage::SqlError> execute(std::string_view text,
                                                             std::span<const storage::SqlValue> bindings);
  /// Null if it was closed meanwhile. Rows that it reads are billed by bill().
  storage::SqlCursor* cursor(storage::CursorId id);
  void close_cursor(storage::CursorId id);
  /// Whether the class was declared with SQL.
  [[nodiscard]] bool has_sql() const;
  /// Whether the limits of the older key-value backend hold.
  [[nodiscard]] bool kv_limits() const { return kv_limits_; }
  void bill(storage::SqlCursor& cursor);
  /// transaction(): from within its critical section.
  void begin_transaction();
  /// transactionSync(), or several writes that stand or fall together.
  void begin_savepoint() { store_.begin_savepoint(); }
  /// The innermost of either; false if a deleteAll() took it away.
  bool end_savepoint(bool keep);

  SocketId accept(PairSide side, bool hibernatable, std::vector<std::string> tags) override;
  /// What is accepted next belongs to this upgrade, whichever turn of its handler it is.
  void accepting_for(InvocationId upgrade);
  /// Hibernatable sockets that one object holds at most (spec 2.1).
  static constexpr std::size_t kMaxSockets = 32768;
  [[nodiscard]] RoomSocket* socket(SocketId id) override;
  /// Hibernatable sockets in the order of acceptance.
  [[nodiscard]] const std::vector<RoomSocket*>& listed_sockets() const { return listed_; }
  void send(RoomSocket& socket, MessageKind kind, network::Bytes bytes) override;
  void close(RoomSocket& socket, std::uint16_t code, std::string reason) override;
  void break_off(RoomSocket& socket) override;
  /// How long an event of a hibernatable socket may take from now on, in ms; 0: for ever (spec 2.5).
  void set_event_timeout(std::uint32_t ms) { event_timeout_ms_ = ms; }
  [[nodiscard]] std::uint32_t event_timeout_ms() const { return event_timeout_ms_; }
  using AutoResponse = std::pair<std::string, std::string>;  // request, response
  void set_auto_response(std::optional<AutoResponse> pair) {
    auto_response_ = pair ? std::make_unique<const AutoResponse>(std::move(*pair)) : nullptr;
  }
  /// Null if none is set.
  [[nodiscard]] const AutoResponse* auto_response() const { return auto_response_.get(); }

  WaitId start_timer(sim::Duration delay);
  bool cancel_wait(WaitId wait);
  WaitId wait_until_began();
  void wait_until_ended(WaitId wait) { here().wait_untils.erase(wait); }
  /// Resolves when every write so far is durable; nothing to wait for: no value.
  std::optional<WaitId> sync();
  /// stub_resets: how often the callee had been reset when the stub was first used.
  WaitId call(Actor& callee, std::uint32_t stub_resets, network::HttpRequest request);
  WaitId rpc_call(const RpcAddress& address, RpcCall call);
  void rpc_release(RpcStubId stub);
  /// Something that is done elsewhere: it begins when what was written before is durable.
  WaitId call_out(Errand errand);
  // ---- bodies in pieces (actor_bodies.cpp)
  /// Begins a response's body. Its wait ends if nobody reads it any more.
  BodyId open_body();
  /// The wait ends when a reader has the bytes.
  WaitId write_body(BodyId body, std::string bytes);
  void end_body(BodyId body, network::BodyPiece end);
  /// The wait ends with the next piece.
  WaitId read_body(BodyId body);
  /// A value that came in has this body; what the instance has not read when it goes, nobody reads.
  void given_body(BodyId body);
  /// The wait ends when a whole body can be read; other events may begin meanwhile (recorded: body-interleave).
  WaitId body_arrives(sim::Duration time);
  /// blockConcurrencyWhile: resumes with the input lock held by a section of its own. Nothing if sections are nested
  /// too deeply already (spec 3.1).
  std::optional<WaitId> enter_section();
  /// The section's callback succeeded; a failure resets the object instead.
  void leave_section(WaitId token);

  /// The handler's promise settled. Of a fetch, with what it answers; of an alarm or socket event, whether it threw.
  void fetch_settled(InvocationId id, FetchOutcome outcome);
  void handler_settled(InvocationId id, bool ok);
  /// An exception that nobody catches has left the code.
  void uncaught();
  [[nodiscard]] InvocationKind kind_of(InvocationId id) const;
  /// Since its use was recorded last.
  [[nodiscard]] storage::Rows rows_used() const { return {.read = rows_read_, .written = rows_written_}; }
  /// What the turn that runs is part of; `timer` for one that resumes.
  [[nodiscard]] InvocationKind turn_kind() const;
  void record_exception(ExceptionThrown exception);
  void console(ConsoleLevel level, std::string_view text);

 private:
  friend class AlarmScheduler;
  /// What most objects never need room for.
  struct Misfortunes {
    std::vector<CallError> reset_errors;  // oldest first
    std::vector<sim::Time> arrivals;      // of requests in the last ten seconds; only if there is a limit to them
    sim::EventHandle code_update;         // the latest moment for newest_code_
    sim::Time code_update_at{};
  };

  // what SQL sees of the world
  std::int64_t now_ms() override;
  std::uint64_t random_bits() override;
  storage::OpenDatabases& open_databases() override;

  // turns
  void enqueue(SectionId section, sim::Action run, bool first = false);
  void schedule_pump(sim::Time at);
  void pump();
  void run_turn(Turn turn);
  void after_turn(const TurnEnd& end, const sim::Distribution& cost);
  void seal_writes(sim::Time from);
  void settle_commits();
  void lose_commits();
  void commit_done();
  void break_gate(const CallError& error);
  /// What a commit is to fail with, if it is to; then how long it takes until it does.
  [[nodiscard]] std::optional<CallError> commit_fate(sim::Duration& takes);
  [[nodiscard]] std::optional<CallError> fate_of(const CommitFate& fate, sim::Duration& takes) const;
  void begun(InvocationKind kind);
  void timer_due(WaitId wait);
  [[nodiscard]] sim::Time code_now() const;
  void start_fetch(InvocationId id, const network::HttpRequest& request);
  [[nodiscard]] std::optional<CallError> refuse_overload(std::uint64_t bytes);
  /// Of a call from outside: the Free plan's day is used up, or a fault overloads the object.
  [[nodiscard]] std::optional<CallError> refuse_call();
  void bill_request(InvocationKind kind);
  std::variant<storage::CursorId, storage::SqlError> execute_what_is_left(std::string_view text,
                                                                          std::span<const storage::SqlValue> bindings);
  [[nodiscard]] static CallError overloaded(std::string_view why);
  [[nodiscard]] static CallError storage_failed();
  [[nodiscard]] static CallError storage_hung();
  void end_after_exception();
  /// Unless something else resets it before.
  void reset_at(sim::Time when, const CallError& error);
  InvocationId begin_invocation(Invocation invocation);
  void announce(InvocationId id);
  void resume(WaitId wait, std::optional<FetchOutcome> outcome);
  void unheard(const FetchOutcome& outcome);
  [[nodiscard]] sim::Duration clock_ahead() const;
  [[nodiscard]] bool may_hibernate() const;
  /// Holds what it stores to the size that it has, or no longer.
  void check_disk();
  void commit_crashes(bool durable);
  WaitId begin_call();
  void body_over(BodyId body);
  void drop_bodies();
  sim::Duration draw(const sim::Distribution& cost);
  /// The object's own stream at a site goes on where it was.
  template <class Draw>
  auto draw_at(sim::Site where, std::uint64_t& drawn, Draw draw) {
    sim::RandomStream stream = simulation().choices().stream(where, entity_, drawn);
    const auto value = draw(stream);
    drawn = stream.drawn();
    return value;
  }
  /// Each event has a part of its own of the object's streams, and so has what an instance does before its first: what
  /// a constructor draws shifts nothing in what comes after it.
  template <class Draw>
  auto draw_in_event(sim::Site where, std::uint32_t& drawn, Draw draw) {
    std::uint64_t from = (announced_ * 2 + (has_begun() ? 0 : 1)) << 32 | drawn;
    const std::uint64_t first = from;
    const auto value = draw_at(where, from, draw);
    drawn += static_cast<std::uint32_t>(from - first);
    return value;
  }
  sim::Duration draw_cost(sim::Site where, std::uint32_t& drawn, const sim::Distribution& cost) {
    return draw_in_event(where, drawn, [&cost](sim::RandomStream& stream) { return cost.sample_duration(stream); });
  }

  // life
  /// Made when it is needed.
  Presence& here() {
    if (!presence_) presence_ = std::make_unique<Presence>();
    return *presence_;
  }
  [[nodiscard]] const Presence& here() const { return presence_ ? *presence_ : absent(); }
  [[nodiscard]] static const Presence& absent();
  /// Out of memory, and nothing under way: its presence goes, if so.
  void leave_if_quiet();
  void ensure_instance();
  void construct();
  void update_duration();
  void settle_idle();
  void rpc_party_gone();
  void inactivity_timer_fires();
  void put_out_of_memory(bool keep_sockets);
  void reset(const CallError& error, AlarmScheduler::RunEnd alarm_end);
  void forget_memory();
  void fail_callers(sim::FlatMap<InvocationId, Invocation> lost, const CallError& error);
  [[nodiscard]] sim::Time eviction_time();
  [[nodiscard]] eviction::AtRest at_rest();
  void start_alarm(InvocationId id, const AlarmInfo& info);
  void settle_alarm(InvocationId id, AlarmScheduler::RunEnd end);
  void drop_instance();
  void meter();
  [[nodiscard]] bool active() const;
  [[nodiscard]] bool executing() const;
  [[nodiscard]] bool pinned() const;
  [[nodiscard]] std::optional<DurationReason> duration_reason() const;
  [[nodiscard]] bool connected() const;

  // output
  void leave(sim::Action release);
  [[nodiscard]] storage::TransactionId lock() const;
  void leave(SocketId socket, network::Frame frame);
  void left_outside_turn();
  /// Lets out what may leave now.
  void flush();
  void let_out_until(sim::Time turns_ended_by);
  void release_frame(SocketId id, network::Frame frame);
  void section_began(WaitId wait);
  void delete_fired_alarm();
  void socket_turn(InvocationId id, const SocketEvent& event);
  TurnEnd call_handler(InvocationId id, const SocketEvent& event);
  void forget_socket(RoomSocket& socket, std::uint16_t code);
  void retire(RoomSocket& socket);
  void event_times_out(InvocationId id);
  void cut_background();
  void charge_read() {
    here().charge += draw_cost(sim::site("room.cost.read"), here().drawn.reads, costs().storage_read);
  }
  void charge_write() {
    here().charge += draw_cost(sim::site("room.cost.write"), here().drawn.writes, costs().storage_write);
  }
  void record_storage(StorageOperation operation, storage::Rows rows);

  Platform& platform_;
  ActorIdentity identity_;
  sim::Entity entity_;
  bool kv_limits_;
  storage::RoomStore store_;
  AlarmScheduler alarm_;
  std::uint64_t announced_ = 0;  // events that have begun, of all instances
  std::uint64_t evictions_drawn_ = 0;

  ConstructReason next_reason_ = ConstructReason::first;
  std::uint32_t code_version_ = 0;
  std::uint32_t newest_code_ = 0;
  std::uint32_t event_timeout_ms_ = 0;
  network::RegionId region_ = network::RegionId::none;
  network::RegionId hinted_ = network::RegionId::none;
  std::unique_ptr<Presence> presence_;  // null: not in memory, and nothing is under way
  std::unique_ptr<Misfortunes> misfortunes_;
  sim::FlatMap<SocketId, std::unique_ptr<RoomSocket>> sockets_;
  std::vector<RoomSocket*> listed_;
  std::unique_ptr<const AutoResponse> auto_response_;
  std::uint64_t rows_read_ = 0, rows_written_ = 0, messages_in_ = 0, messages_out_ = 0;
};

}  // namespace models::runtime
