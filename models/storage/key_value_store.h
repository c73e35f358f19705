#pragma once

// One room's storage as it stands in memory: keys in the order of their UTF-8 bytes, values as serialised bytes, and
// the alarm. Writes belong to transactions that are opened by the first write of a turn, sealed at its end and
// confirmed when durable; whatever is not confirmed can be taken back (spec 3.3: a crash keeps a prefix of commits).

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/queue.h"

namespace models::storage {

struct Rows {
  std::uint64_t read = 0;
  std::uint64_t written = 0;
};

struct ListOptions {
  std::optional<std::string> start;        // inclusive
  std::optional<std::string> start_after;  // exclusive
  std::optional<std::string> end;          // exclusive
  std::optional<std::string> prefix;
  std::optional<std::uint32_t> limit;
  bool reverse = false;
};

/// Counts transactions of one room; the first is 1.
using TransactionId = std::uint64_t;

class KeyValueStore {
 public:
  /// Row counts as the hidden table of a SQLite-backed class has them (pricing.md 2.6).
  [[nodiscard]] const std::string* get(std::string_view key, Rows& rows) const;
  void put(std::string key, std::string value, Rows& rows);
  bool remove(std::string_view key, Rows& rows);
  [[nodiscard]] std::vector<std::pair<std::string, const std::string*>> list(const ListOptions& options,
                                                                             Rows& rows) const;
  /// Everything but the alarm. Rows read: one for each key, at least one.
  void remove_all(Rows& rows);

  [[nodiscard]] std::optional<std::int64_t> alarm_ms() const { return alarm_ms_; }
  void set_alarm(std::optional<std::int64_t> epoch_ms);

  /// Whether writes were made since the last seal.
  [[nodiscard]] bool dirty() const { return open_; }
  /// The transaction that the next write joins or opens.
  [[nodiscard]] TransactionId current() const { return sealed_ + 1; }
  [[nodiscard]] TransactionId sealed() const { return sealed_; }
  [[nodiscard]] TransactionId confirmed() const { return confirmed_; }
  /// Ends the open transaction; its id. Precondition: dirty().
  TransactionId seal();
  /// The oldest sealed transaction is durable.
  void confirm();
  /// Takes back everything after the last confirmed transaction.
  void roll_back();

  [[nodiscard]] std::uint64_t rows() const { return values_.size(); }
  /// What is stored, as billed: 0 before the first write and after deleteAll, else an estimate of the SQLite file in
  /// whole 4,096-byte pages: three pages of metadata (an empty database measures about 12 KB) plus the rows.
  [[nodiscard]] std::uint64_t size_bytes() const;

 private:
  struct Undo {
    std::string key;
    std::optional<std::string> before;
  };
  struct Transaction {
    std::vector<Undo> undo;
    std::optional<std::int64_t> alarm_before;
    bool alarm_changed = false;
  };
  Transaction& open();
  void take_back(Transaction& transaction);
  void assign(const std::string& key, std::optional<std::string> value);

  std::map<std::string, std::string, std::less<>> values_;
  std::uint64_t payload_bytes_ = 0;
  std::optional<std::int64_t> alarm_ms_;
  sim::Queue<Transaction> unconfirmed_;  // oldest first; the last is the open one while open_
  bool open_ = false;
  bool file_exists_ = false;  // a database file is made by the first write and dropped by deleteAll
  TransactionId sealed_ = 0;
  TransactionId confirmed_ = 0;
};

}  // namespace models::storage
