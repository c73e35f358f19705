#pragma once

// What clients were shown, and whether a newcomer hears it, too: read from runs in which a room's instance was lost,
// and from the same runs in which it was not.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/records.h"
#include "sim/trace.h"

namespace scenarios::fuzz {

/// The group of the newcomer.
inline constexpr const char* kNewcomer = "newcomer";

/// Reads one run.
class Shown {
 public:
  /// lost: when the instance goes, after the start.
  explicit Shown(sim::Duration lost) : lost_(lost) {}
  void visit(const sim::RawRecord& record);
  /// What the newcomer heard has this text in it.
  [[nodiscard]] bool newcomer_heard(const std::string& text) const;
  /// A word that more than one message had in it.
  [[nodiscard]] bool sent_again(const std::string& word) const;
  /// Words that clients had sent, each of them once, that somebody was shown and that the newcomer did not hear.
  /// Nothing if the newcomer heard nothing.
  [[nodiscard]] std::vector<std::string> lost_texts() const;

 private:
  void sent(models::ClientId client, const std::string& text, sim::Time at);
  void heard(models::ClientId client, const std::string& text, sim::Time at);
  [[nodiscard]] bool is_early(sim::Time at, sim::Duration more) const { return at - *first_ <= lost_ + more; }

  sim::Duration lost_;
  std::optional<sim::Time> first_;
  std::map<sim::BodyId, std::string> bodies_;
  std::map<models::ClientId, bool> newcomers_;
  std::map<std::pair<models::ClientId, std::uint32_t>, std::string> requests_;  // paths, until they are answered
  struct Sent {
    std::uint64_t times = 0;
    bool early = false;
    bool accepted = false;
  };
  std::map<std::string, Sent> words_;
  std::vector<std::string> shown_;  // before the loss
  std::vector<std::string> by_newcomer_;
};

/// A text that was shown and is lost where the instance goes, and only there: not where connections break in its
/// stead, nor where it goes later. A word that is sent again in either may be heard for that.
[[nodiscard]] std::optional<std::string> lost_text(const std::vector<std::string>& candidates, const Shown& connections,
                                                   const Shown& later);

}  // namespace scenarios::fuzz
