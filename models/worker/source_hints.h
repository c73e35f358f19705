#pragma once

// What the text of a Worker suggests about its Durable Objects, for the lines that a configuration lacks. Nothing is
// executed or parsed: code is what the engine reads, later.

#include <string>
#include <string_view>
#include <vector>

namespace models::worker {

struct SuggestedObject {
  std::string class_name;
  std::string binding;  // as env.BINDING is used, else made of the class name: CHAT_ROOM
};

/// The exported classes that extend DurableObject; failing these, if the text calls a namespace's methods
/// (env.X.idFromName and the like), all its exported classes.
[[nodiscard]] std::vector<SuggestedObject> suggested_objects(std::string_view source);

}  // namespace models::worker
