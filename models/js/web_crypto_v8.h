#pragma once

#include "models/js/engine.h"

namespace models::js {

/// The host functions whose names begin with "crypto_", which crypto.subtle stands on (web/subtle/*.js). Each is a
/// function of its arguments alone: what is drawn comes in as a seed. Null: it cannot be done with such input.
void define_web_crypto(Engine::Impl& engine);

}  // namespace models::js
