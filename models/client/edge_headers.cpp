#include "models/client/edge_headers.h"

#include <fmt/format.h>

#include <string>

#include "sim/choice.h"

namespace models::client {
network::HeaderList edge_headers(const GroupConfig& group, const network::Access& access, sim::Entity visitor) {
  if (!group.edge) return {};
  const auto who = static_cast<std::uint64_t>(visitor);
  const std::string address =
      fmt::format("2001:db8:{:x}:{:x}:{:x}:{:x}::1", who >> 48, who >> 32 & 0xffff, who >> 16 & 0xffff, who & 0xffff);
  const std::uint64_t ray =
      sim::stable_hash(std::to_string(access.connections), static_cast<std::uint64_t>(access.entity));
  const auto& [country, colo] = *group.edge;
  network::HeaderList headers = {{"cf-connecting-ip", address},
                                 {"cf-ray", fmt::format("{:016x}{}{}", ray, colo.empty() ? "" : "-", colo)},
                                 {"cf-visitor", R"({"scheme":"https"})"},
                                 {"x-forwarded-proto", "https"},
                                 {"x-real-ip", address}};
  if (!country.empty()) headers.emplace_back("cf-ipcountry", country);
  return headers;
}

}  // namespace models::client
