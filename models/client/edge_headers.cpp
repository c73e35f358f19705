#include "models/client/edge_headers.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>

#include "sim/choice.h"

namespace models::client {
namespace {

std::string property(const nlohmann::json& cf, const char* name) {
  const auto found = cf.find(name);
  return found != cf.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace

network::HeaderList edge_headers(const GroupConfig& group, const network::Access& access) {
  if (!group.edge_headers) return {};
  const auto who = static_cast<std::uint64_t>(access.entity);
  const std::string address =
      fmt::format("2001:db8:{:x}:{:x}:{:x}:{:x}::1", who >> 48, who >> 32 & 0xffff, who >> 16 & 0xffff, who & 0xffff);
  const std::uint64_t ray = sim::stable_hash(std::to_string(access.connections), who);
  const auto cf = nlohmann::json::parse(group.cf.empty() ? "{}" : group.cf, nullptr, false);
  const std::string country = property(cf, "country");
  const std::string colo = property(cf, "colo");
  network::HeaderList headers = {{"cf-connecting-ip", address},
                                 {"cf-ray", fmt::format("{:016x}{}{}", ray, colo.empty() ? "" : "-", colo)},
                                 {"cf-visitor", R"({"scheme":"https"})"},
                                 {"x-forwarded-proto", "https"},
                                 {"x-real-ip", address}};
  if (!country.empty()) headers.emplace_back("cf-ipcountry", country);
  return headers;
}

}  // namespace models::client
