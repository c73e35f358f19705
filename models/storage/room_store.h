#pragma once

// All that one room stores: key-value pairs, the alarm, and what SQL made. Writes belong to transactions that are
// opened by the first write of a turn, sealed at its end and confirmed when durable; whatever is not confirmed can be
// taken back (docs/spec/durable-objects.md 3.3: a crash keeps a prefix of commits).
//
// A room that stores a few key-value pairs holds them as a KeyValuePage; SQLite takes over, with the same contents
// and the same unconfirmed transactions, when they outgrow a page or SQL is used.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "models/storage/key_value_page.h"
#include "models/storage/rows.h"
#include "models/storage/sql_value.h"

namespace models::storage {

class SqlCursor;
class SqlDatabase;
enum class CursorId : std::uint32_t;

class RoomStore {
 public:
  /// Must outlive it.
  explicit RoomStore(Surroundings& surroundings);
  ~RoomStore();
  RoomStore(const RoomStore&) = delete;
  RoomStore& operator=(const RoomStore&) = delete;

  /// The value, until the next call.
  [[nodiscard]] const std::string* get(std::string_view key, Rows& rows);
  /// unconfirmed: nothing that leaves the room has to wait for it.
  std::optional<SqlError> put(std::string_view key, std::string value, Rows& rows, bool unconfirmed = false);
  bool remove(std::string_view key, Rows& rows, bool unconfirmed = false);
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> list(const ListOptions& options, Rows& rows);
  /// Everything but the alarm; open savepoints are lost with it. Rows read: one for each key.
  void remove_all(Rows& rows);

  [[nodiscard]] std::optional<std::int64_t> alarm_ms() const { return alarm_ms_; }
  void set_alarm(std::optional<std::int64_t> epoch_ms);

  /// Room code's SQL, as SqlDatabase::execute.
  std::variant<CursorId, SqlError> execute(std::string_view text, std::span<const SqlValue> bindings, Rows& rows);
  /// As SqlDatabase::only_reads.
  bool only_reads(std::string_view text);
  /// Null as long as there is no need for one.
  [[nodiscard]] SqlDatabase* sql_in_use() const;

  /// transaction: until it ends, nothing is sealed; what was written before must be sealed already.
  void begin_savepoint(bool transaction = false);
  /// False if a remove_all() took the savepoint away.
  bool release_savepoint();
  bool roll_back_savepoint();
  [[nodiscard]] bool in_transaction() const { return in_transaction_; }
  /// Whether the database may no longer grow: what would need a page more fails, as it does in a full one (spec 8).
  void set_full(bool full);

  /// Whether writes were made since the last seal.
  [[nodiscard]] bool dirty() const { return dirty_; }
  /// The transaction that must be durable before what leaves the room now may leave it; 0: none.
  [[nodiscard]] TransactionId gate() const;
  /// The last transaction with writes, sealed or not, that is not durable yet; 0: none.
  [[nodiscard]] TransactionId last_unconfirmed() const;
  [[nodiscard]] TransactionId sealed() const { return sealed_; }
  [[nodiscard]] TransactionId confirmed() const { return confirmed_; }
  /// Ends the open transaction. Fails if the database cannot be committed as code left it: roll_back() is due.
  std::optional<SqlError> seal();
  /// The database as a transaction leaves it.
  struct Sealed {
    std::uint64_t size_bytes = 0;  // as billed: 0 before the first write and after deleteAll
    std::uint64_t rows = 0;
  };
  /// The oldest sealed transaction is durable.
  Sealed confirm();
  /// Takes back everything after the last confirmed transaction, but for a remove_all() and what that removed
  /// (recorded: app-agent). Tells what is left, if there was one.
  std::optional<Sealed> roll_back();

  /// What sql.databaseSize says: pages in use, at least one.
  [[nodiscard]] std::uint64_t database_size_bytes() const;

 private:
  struct Undo {
    std::string key;
    std::optional<std::string> before;
  };
  /// What held before a transaction or savepoint began, and the pairs that it changed.
  struct Frame {
    std::vector<Undo> undo;
    std::optional<std::int64_t> alarm_ms;
    bool key_table = false;
    bool metadata_table = false;
    bool transaction = false;
    Sealed sealed;
  };
  /// Most rooms of a large run never store anything: this is made by the first use.
  struct Held;
  struct Step;
  Held& held();
  [[nodiscard]] Sealed as_sealed() const;
  [[nodiscard]] Frame frame() const;
  Frame& innermost();
  void begin_write(bool unconfirmed);
  void savepoint_ended();
  void take_back(Frame& frame);
  void assign(std::string_view key, std::optional<std::string> value);
  void move_into_sql();
  std::vector<Step> steps_since_confirmed(KeyValuePage& page) const;

  Surroundings& surroundings_;
  std::unique_ptr<Held> held_;
  std::optional<std::int64_t> alarm_ms_;
  bool key_table_ = false;  // a first write makes the hidden tables
  bool metadata_table_ = false;
  bool dirty_ = false;
  bool gated_ = false;  // a confirmed write is among them
  bool in_transaction_ = false;
  bool full_ = false;
  TransactionId sealed_ = 0;
  TransactionId confirmed_ = 0;
  TransactionId last_gated_ = 0;
};

}  // namespace models::storage
