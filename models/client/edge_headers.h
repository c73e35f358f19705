#pragma once

#include "models/client/group.h"
#include "models/network/http.h"
#include "models/network/network.h"

namespace models::client {

/// What the vendor's edge adds to a client's next request: cf-connecting-ip, cf-ipcountry, cf-ray, cf-visitor,
/// x-forwarded-proto and x-real-ip. The address is the visitor's own, of the range for documentation (RFC 3849); the
/// ray is the connection's. Nothing if the group has no edge.
[[nodiscard]] network::HeaderList edge_headers(const GroupConfig& group, const network::Access& access,
                                               sim::Entity visitor);

}  // namespace models::client
