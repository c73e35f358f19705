#include "scenarios/fuzz/shown.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "models/invariants/property.h"

namespace scenarios::fuzz {
namespace {

using models::invariants::on;

/// What was sent before reaches its client until then.
constexpr sim::Duration kUnderWay = std::chrono::milliseconds(500);
/// Shorter texts are in too many others by chance, longer ones are nobody's to read.
constexpr std::size_t kShortest = 3, kLongest = 200;
constexpr std::size_t kMostShown = 2000;

bool is_of_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::set<std::string> words_of(std::string_view text) {
  std::set<std::string> words;
  std::string word;
  const auto end = [&] {
    if (word.size() >= kShortest && word.size() <= kLongest) words.insert(word);
    word.clear();
  };
  for (const char c : text) {
    if (is_of_word(c))
      word += c;
    else
      end();
  }
  end();
  return words;
}

bool has(const std::vector<std::string>& texts, const std::string& part) {
  return std::ranges::any_of(texts, [&](const std::string& text) { return text.find(part) != std::string::npos; });
}

}  // namespace

void Shown::sent(models::ClientId client, const std::string& text, sim::Time at) {
  for (const std::string& word : words_of(text)) {
    Sent& one = words_[word];
    ++one.times;
    one.early = one.early || (!newcomers_[client] && is_early(at, sim::Duration::zero()));
  }
}

void Shown::heard(models::ClientId client, const std::string& text, sim::Time at) {
  if (newcomers_[client])
    by_newcomer_.push_back(text);
  else if (is_early(at, kUnderWay) && shown_.size() < kMostShown)
    shown_.push_back(text);
}

void Shown::visit(const sim::RawRecord& record) {
  if (!first_) first_ = record.at;
  on<sim::BodyRecord>(record, [this](const sim::BodyRecord& body) { bodies_[body.id] = body.bytes; });
  on<models::NameDefined>(record, [this](const models::NameDefined& named) {
    if (named.what == models::NameOf::client)
      newcomers_[models::ClientId{named.id}] = named.name == std::string(kNewcomer) + "-0";
  });
  on<models::ClientSent>(record,
                         [&](const models::ClientSent& one) { sent(one.client, bodies_[one.body], record.at); });
  on<models::HttpRequested>(record, [&](const models::HttpRequested& one) {
    if (one.method != "GET") sent(one.client, one.path, record.at);
    requests_[{one.client, one.request}] = one.path;
  });
  on<models::ClientReceived>(
      record, [&](const models::ClientReceived& one) { heard(one.client, bodies_[one.body], record.at); });
  on<models::HttpAnswered>(record, [&](const models::HttpAnswered& one) {
    const auto request = requests_.extract({one.client, one.request});
    if (one.status < 200 || one.status >= 400) return;
    heard(one.client, bodies_[one.body], record.at);
    if (!request.empty() && !newcomers_[one.client] && is_early(record.at, kUnderWay))
      for (const std::string& word : words_of(request.mapped())) words_[word].accepted = true;
  });
}

bool Shown::sent_again(const std::string& word) const {
  const auto found = words_.find(word);
  return found != words_.end() && found->second.times > 1;
}

bool Shown::newcomer_heard(const std::string& text) const { return has(by_newcomer_, text); }

std::vector<std::string> Shown::lost_texts() const {
  std::vector<std::string> lost;
  if (by_newcomer_.empty()) return lost;
  for (const auto& [word, one] : words_)
    if (one.times == 1 && one.early && (one.accepted || has(shown_, word)) && !newcomer_heard(word))
      lost.push_back(word);
  // What says most, first.
  std::ranges::sort(
      lost, [](const std::string& a, const std::string& b) { return std::pair(b.size(), a) < std::pair(a.size(), b); });
  return lost;
}

std::optional<std::string> lost_text(const std::vector<std::string>& candidates, const Shown& connections,
                                     const Shown& later) {
  for (const std::string& text : candidates)
    if (connections.newcomer_heard(text) && later.newcomer_heard(text) && !connections.sent_again(text) &&
        !later.sent_again(text))
      return text;
  return std::nullopt;
}

}  // namespace scenarios::fuzz
