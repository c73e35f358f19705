#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/client/message_text.h"
#include "sim/choice.h"

namespace models::client {

/// What a group's own places stand for in one session of one client. Each place draws from a stream of its own, so that
/// what one text needs shifts nothing in another.
class SessionValues final : public PlaceValues {
 public:
  /// `session` names this session of this client; `visit` may be null.
  SessionValues(std::span<const NamedPlace> places, sim::Choices& choices, sim::Entity session, const Visit* visit);

  [[nodiscard]] PlaceValue value(std::size_t place) override;
  [[nodiscard]] std::uint64_t size(const sim::Distribution& size) override;
  /// Keeps what the places want of it, if it is JSON.
  void hear(std::string_view text);
  /// Whether any value has been kept.
  [[nodiscard]] bool has_kept() const;

 private:
  /// Most sessions never ask, and there may be very many.
  struct Asked {
    std::vector<sim::RandomStream> draws;  // by place
    sim::RandomStream sizes;
    std::vector<std::optional<PlaceValue>> kept;  // by place
  };
  Asked& asked();

  std::span<const NamedPlace> places_;
  sim::Choices& choices_;
  sim::Entity session_;
  const Visit* visit_;
  std::unique_ptr<Asked> asked_;
};

}  // namespace models::client
