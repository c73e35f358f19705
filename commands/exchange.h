#pragma once

// A plausible exchange with a Durable Object class: found by trying out what its code seems to be asked for.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "commands/trial.h"

namespace commands {

struct Said {
  std::string text;  // a message or a path, with places in braces
  std::string why;   // where the source speaks of it
};

struct Exchange {
  std::string class_name;
  nlohmann::json object;  // as the survey knows the class
  enum class Kind { none, socket, requests } kind = Kind::none;
  Said path;               // socket: where to connect
  std::vector<Said> sent;  // socket: what to say, in this order
  struct Request {
    std::string method;
    Said path;
    std::string body;
  };
  std::vector<Request> requests;
  bool reached = false;  // its code was entered
  std::string through;   // the class whose exchange this is: it reaches this one from inside
  bool greeted = false;
  bool answered = false;
  std::string statuses;                    // how the Worker answered what did not reach it
  std::vector<std::string> tried_in_vain;  // what threw
};

/// One for each class of the survey.
[[nodiscard]] std::vector<Exchange> find_exchanges(const ScratchFolder& scratch, const std::string& worker,
                                                   const std::string& environment, const nlohmann::json& survey);

/// A class that only other objects speak to is played by speaking to those.
[[nodiscard]] Exchange from_inside(const Exchange& unreached, const Exchange& other);

}  // namespace commands
