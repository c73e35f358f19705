#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "scenarios/load_parts.h"
#include "scenarios/yaml_json.h"

// request.cf and the headers of the edge: what production says of a visitor.

namespace scenarios {
namespace {

using nlohmann::json;

/// A visitor of whom a scenario says nothing; the network's number is of the range for documentation (RFC 5398).
constexpr const char* kVisitor = R"({
  "asOrganization": "Example Net", "asn": 64496, "city": "Amsterdam", "clientAcceptEncoding": "gzip, deflate, br",
  "clientTcpRtt": 20, "colo": "AMS", "continent": "EU", "country": "NL", "edgeRequestKeepAliveStatus": 1,
  "httpProtocol": "HTTP/2", "isEUCountry": "1", "latitude": "52.37403", "longitude": "4.88969", "postalCode": "1012",
  "region": "North Holland", "regionCode": "NH", "requestPriority": "", "timezone": "Europe/Amsterdam",
  "tlsCipher": "AEAD-AES128-GCM-SHA256", "tlsVersion": "TLSv1.3"
})";

}  // namespace

void read_cf(const Node& node, models::network::SharedText& cf, Problems& problems) {
  if (node.is_scalar() && node.text == "none") {
    cf = std::make_shared<const std::string>("none");
  } else if (node.is_map()) {
    cf = std::make_shared<const std::string>(json_of(node));
  } else {
    problems.add(node.mark, fmt::format("cf must be a map of properties of request.cf or none, not {}", shown(node)),
                 "for example: cf: {country: DE, city: Berlin, colo: TXL}");
  }
}

/// Where a group names a country, nothing of another place stays of the defaults.
void complete_visitor(models::client::GroupConfig& group, bool production) {
  const bool none = group.cf && *group.cf == "none";
  if (none) group.cf.reset();
  if (!production) return;
  group.edge.emplace();
  if (none) return;
  json cf = json::parse(kVisitor);
  const json own = json::parse(group.cf ? *group.cf : "{}");
  if (own.contains("country"))
    for (const char* name : {"city", "continent", "isEUCountry", "latitude", "longitude", "postalCode", "region",
                             "regionCode", "timezone"})
      cf.erase(name);
  cf.update(own);
  group.cf = std::make_shared<const std::string>(cf.dump());
  const auto text = [&cf](const char* name) { return cf[name].is_string() ? cf[name].get<std::string>() : ""; };
  group.edge = {.country = text("country"), .colo = text("colo")};
}

}  // namespace scenarios
