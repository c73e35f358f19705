#pragma once

// Seen implies durable. A room's host is lost at a moment of rest; when all is over, a newcomer comes and must hear
// what others had been shown before. Only what it hears in the same run with broken connections in place of the loss,
// and in the same run with a later loss, counts as lost (shown.h): whatever is due to clients that were cut off, to
// handlers that did not run for them, or to what others did meanwhile, is the same there.

#include <optional>
#include <string>
#include <vector>

#include "scenarios/fault.h"
#include "scenarios/fuzz/tree.h"
#include "scenarios/scenario.h"
#include "sim/time.h"

namespace scenarios::fuzz {

/// After the loss; the later one is in between.
inline constexpr sim::Duration kLostLater = std::chrono::seconds(60);
inline constexpr sim::Duration kNewcomerComes = std::chrono::seconds(75);
inline constexpr sim::Duration kNewcomerStays = std::chrono::seconds(15);

/// The scenario, with somebody who comes so late and does what a client does first: connects, and asks what it asks.
/// It sends nothing: an answer may be word for word what somebody else was answered. Where all clients are code it is
/// one of them as it is, for five seconds: what it sends, too, counts as sent, so that nothing of that is taken for
/// lost. Nothing if there are no clients that do anything.
[[nodiscard]] std::optional<Tree> with_newcomer(Tree scenario, sim::Duration comes);

/// Nothing befalls it but one loss of memory, at a time.
[[nodiscard]] bool only_loses_memory(const Scenario& scenario);
/// All connections break in its stead.
[[nodiscard]] Fault connections_break(const Fault& lost);
[[nodiscard]] Fault lost_later(Fault lost);
/// The two runs in which nothing may be lost, made of the one in which something is.
[[nodiscard]] std::vector<Tree> where_nothing_is_lost(const Tree& scenario);

/// For `expect:`.
[[nodiscard]] Tree expected_of_newcomer(const std::string& text);

}  // namespace scenarios::fuzz
