#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "models/client/world.h"
#include "models/network/http.h"

namespace models::client {

struct HttpQuestion {
  std::string scheme = "https";
  std::string host;
  std::string method = "GET";
  std::string path;  // with the query
  network::HeaderList headers;
  std::string body;
  network::SharedText cf{};
};

/// Empty: no answer can come any more.
using OnResponse = std::function<void(const std::optional<network::HttpResponse>&)>;

/// Sends one plain request under the client's own number for it, and records both it and its answer: when its body is
/// whole, if that comes in pieces; one that breaks off is none. `on_response` must stay callable until it was called.
/// What is returned gives up: no answer is heard, or recorded, any more.
std::function<void()> ask(World& world, network::Access& access, std::uint32_t number, HttpQuestion question,
                          OnResponse on_response);

}  // namespace models::client
