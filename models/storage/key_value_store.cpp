#include "models/storage/key_value_store.h"

#include <algorithm>
#include <utility>

namespace models::storage {

const std::string* KeyValueStore::get(std::string_view key, Rows& rows) const {
  const auto it = values_.find(key);
  if (it == values_.end()) return nullptr;
  rows.read += 1;
  return &it->second;
}

KeyValueStore::Transaction& KeyValueStore::open() {
  if (!open_) {
    unconfirmed_.emplace_back();
    open_ = true;
    file_exists_ = true;
  }
  return unconfirmed_.back();
}

void KeyValueStore::assign(const std::string& key, std::optional<std::string> value) {
  const auto it = values_.find(key);
  if (it != values_.end()) payload_bytes_ -= it->first.size() + it->second.size();
  if (value) {
    payload_bytes_ += key.size() + value->size();
    values_.insert_or_assign(key, std::move(*value));
  } else if (it != values_.end()) {
    values_.erase(it);
  }
}

void KeyValueStore::put(std::string key, std::string value, Rows& rows) {
  Transaction& transaction = open();
  const auto it = values_.find(key);
  std::optional<std::string> before;
  if (it != values_.end()) before = it->second;
  transaction.undo.push_back({key, std::move(before)});
  assign(key, std::move(value));
  rows.written += 1;
}

bool KeyValueStore::remove(std::string_view key, Rows& rows) {
  const auto it = values_.find(key);
  if (it == values_.end()) return false;
  rows.read += 1;
  rows.written += 1;
  open().undo.push_back({it->first, it->second});
  assign(std::string(key), std::nullopt);
  return true;
}

void KeyValueStore::remove_all(Rows& rows) {
  Transaction& transaction = open();
  rows.read += std::max<std::uint64_t>(1, values_.size());
  for (auto& [key, value] : values_) transaction.undo.push_back({key, std::move(value)});
  values_.clear();
  payload_bytes_ = 0;
  file_exists_ = false;
}

std::vector<std::pair<std::string, const std::string*>> KeyValueStore::list(const ListOptions& options,
                                                                            Rows& rows) const {
  auto first = values_.begin();
  auto last = values_.end();
  const std::string prefix = options.prefix.value_or("");
  std::string from = prefix;
  if (options.start && *options.start > from) from = *options.start;
  first = values_.lower_bound(from);
  if (options.start_after && *options.start_after >= from) first = values_.upper_bound(*options.start_after);
  if (options.end) last = values_.lower_bound(*options.end);

  std::vector<std::pair<std::string, const std::string*>> found;
  for (auto it = first; it != last && it != values_.end(); ++it) {
    if (options.end && it->first >= *options.end) break;
    if (!it->first.starts_with(prefix)) break;
    found.emplace_back(it->first, &it->second);
    if (!options.reverse && options.limit && found.size() >= *options.limit) break;
  }
  if (options.reverse) {
    std::reverse(found.begin(), found.end());
    if (options.limit && found.size() > *options.limit) found.resize(*options.limit);
  }
  rows.read += found.size();
  return found;
}

void KeyValueStore::set_alarm(std::optional<std::int64_t> epoch_ms) {
  if (epoch_ms == alarm_ms_) return;
  Transaction& transaction = open();
  if (!transaction.alarm_changed) {
    transaction.alarm_changed = true;
    transaction.alarm_before = alarm_ms_;
  }
  alarm_ms_ = epoch_ms;
}

TransactionId KeyValueStore::seal() {
  open_ = false;
  return ++sealed_;
}

void KeyValueStore::confirm() {
  unconfirmed_.pop_front();
  ++confirmed_;
}

void KeyValueStore::take_back(Transaction& transaction) {
  for (auto undo = transaction.undo.rbegin(); undo != transaction.undo.rend(); ++undo)
    assign(undo->key, std::move(undo->before));
  if (transaction.alarm_changed) alarm_ms_ = transaction.alarm_before;
}

void KeyValueStore::roll_back() {
  while (!unconfirmed_.empty()) {
    take_back(unconfirmed_.back());
    unconfirmed_.pop_back();
  }
  open_ = false;
  // The ids of the lost transactions are not used again: a message that waited for one never leaves.
  confirmed_ = sealed_;
}

std::uint64_t KeyValueStore::size_bytes() const {
  if (!file_exists_ && values_.empty() && !alarm_ms_) return 0;
  constexpr std::uint64_t kPage = 4096, kMetadata = 3 * kPage, kRowOverhead = 12;
  const std::uint64_t rows = payload_bytes_ + kRowOverhead * values_.size();
  return kMetadata + (rows + kPage - 1) / kPage * kPage;
}

}  // namespace models::storage
