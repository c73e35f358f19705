#pragma once

#include <string>

#include "models/crypto/keys_v8.h"
#include "models/crypto/library_v8.h"

namespace models::crypto {

/// Null if there is no such key in the bytes, or something after it.
[[nodiscard]] EvpKey read_key(const Key& key);
[[nodiscard]] std::string private_der(EVP_PKEY* key);
[[nodiscard]] std::string public_der(EVP_PKEY* key);
/// The kind's name; "" for one that is none of ours.
[[nodiscard]] std::string kind_name(EVP_PKEY* key);

}  // namespace models::crypto
