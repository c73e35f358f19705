#pragma once

// The platform's front door as clients see it. The runtime implements it; clients call it through the network.

#include <functional>
#include <memory>

#include "models/network/body.h"
#include "models/network/http.h"
#include "models/network/wire.h"

namespace models::network {

/// The platform's answer to a request.
struct Answer {
  HttpResponse response;
  /// Set when the response is a 101 with a socket: the platform has taken the server's end of the offered wire.
  bool upgraded = false;
  /// Set when the response's body is still being written; its pieces follow, then its end.
  /// Towards the client the network keeps it and says so: streamed.
  std::unique_ptr<BodySource> body{};
  bool streamed = false;
};

class Edge {
 public:
  virtual ~Edge() = default;
  using Respond = std::function<void(Answer)>;
  /// A request has reached the platform. For a WebSocket upgrade, `server_end` is the end that the platform takes
  /// if it answers 101 (else it is dropped by the platform); for plain HTTP it is null. `respond` is called at most
  /// once, in a later or the same event, when the answer leaves the platform.
  virtual void request(HttpRequest request, std::unique_ptr<WireEnd> server_end, Respond respond) = 0;
  /// The client of this request (HttpRequest::visit) has gone before its answer left.
  virtual void visitor_gone(std::uint64_t /*visit*/) {}
};

}  // namespace models::network
