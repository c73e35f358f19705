#pragma once

// Groups of clients that are code. Whoever has an engine makes them (models/script); a world knows them by this alone.

#include <memory>

#include "models/client/group.h"
#include "models/client/world.h"

namespace models::client {

class ScriptedGroup {
 public:
  virtual ~ScriptedGroup() = default;
  /// Lets the clients come and go from now on.
  virtual void start() = 0;
};

class Scripts {
 public:
  virtual ~Scripts() = default;
  /// Of a group that names a module; neither may outlive the world's simulation.
  [[nodiscard]] virtual std::unique_ptr<ScriptedGroup> make_group(World& world, const GroupConfig& config) = 0;
};

}  // namespace models::client
