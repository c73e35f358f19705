#include "commands/schema.h"

#include <fmt/format.h>

#include "scenarios/json_schema.h"
#include "scenarios/key_list.h"

namespace commands {

Exit schema(bool keys) {
  fmt::print("{}", keys ? scenarios::key_list() : scenarios::json_schema());
  return Exit::holds;
}

}  // namespace commands
