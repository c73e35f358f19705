#pragma once

#include "commands/run.h"

namespace commands {

/// Prints the JSON Schema of scenarios, or with keys the tables of keys that stand in docs/scenarios.md.
Exit schema(bool keys);

}  // namespace commands
