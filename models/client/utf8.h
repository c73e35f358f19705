#pragma once

#include <string_view>

namespace models::client {

/// Well-formed UTF-8: no surrogates, nothing overlong, nothing above U+10FFFF (RFC 3629).
[[nodiscard]] bool is_utf8(std::string_view text);

}  // namespace models::client
