#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/network/topology.h"

namespace models::network {

/// In order of appearance; names in lower case.
using HeaderList = std::vector<std::pair<std::string, std::string>>;

/// Text that many have in common; null: none.
using SharedText = std::shared_ptr<const std::string>;

struct HttpRequest {
  std::string method = "GET";
  std::string url;  // absolute
  HeaderList headers;
  std::string body;
  SharedText cf{};                   // request.cf as JSON; null: undefined
  std::uint64_t visit = 0;           // under this number the network tells that the client has gone; 0: nobody would
  RegionId region = RegionId::none;  // where the client was taken in
  [[nodiscard]] const std::string* header(std::string_view lower_case_name) const {
    for (const auto& [name, value] : headers)
      if (name == lower_case_name) return &value;
    return nullptr;
  }
};

struct HttpResponse {
  std::uint16_t status = 200;
  HeaderList headers;
  std::string body;
  std::string status_text{};  // empty: the usual one
};

}  // namespace models::network
