#pragma once

#include "models/invariants/property.h"
#include "models/invariants/received.h"

namespace models::invariants {

/// What somebody was shown before a newcomer came, the newcomer hears, too, whatever befell the room in between: in a
/// message, or in the answer to a request. Whoever got an answer to a request with the text in its path was shown it as
/// well: it was accepted.
///
/// Reads what clients send and hear (level clients). Unknown if nobody was shown the text, or if the newcomer heard
/// nothing at all.
class SeenImpliesDurable final : public Property {
 public:
  /// by: the group of the newcomers
  SeenImpliesDurable(std::string text, const std::string& by)
      : match_(std::move(text)), one_("client " + by), of_group_(one_ + "-") {}
  [[nodiscard]] std::string name() const override { return "seen implies durable"; }
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  [[nodiscard]] bool is_newcomer(ClientId client, const RunContext& run) const;
  void heard(ClientId client, sim::BodyId body, bool accepted, sim::Time at, const RunContext& run);

  struct Heard {
    ClientId client{};
    sim::Time at{};
    sim::BodyId body{};
  };
  TextMatch match_;
  std::string one_, of_group_;
  std::optional<sim::Time> came_;
  std::optional<Heard> shown_, last_;  // to somebody; what a newcomer heard last
  bool heard_again_ = false;
  std::map<std::pair<ClientId, std::uint32_t>, std::string> requests_;  // paths, until they are answered
};

}  // namespace models::invariants
