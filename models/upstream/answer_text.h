#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/network/http.h"

namespace models::upstream {

/// What the texts of an answer may speak of.
struct Asked {
  const network::HttpRequest& request;
  std::uint64_t n;                        // of the rule's requests, from 1
  const std::vector<std::string>& stars;  // what each * of its url stands for
};

/// The places, each in braces: {n}, {method}, {url}, {host}, {path}, {query}, {body}, and {1} to {9} for the stars.
inline constexpr std::array<std::string_view, 16> kPlaces{"n", "method", "url", "host", "path", "query", "body", "1",
                                                          "2", "3",      "4",   "5",    "6",    "7",     "8",    "9"};

/// {{ is one brace, and a brace that begins no place stands for itself. in_json: what is filled in is escaped.
[[nodiscard]] std::string filled_in(std::string_view text, const Asked& asked, bool in_json);

}  // namespace models::upstream
