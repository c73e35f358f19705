#pragma once

#include <exception>
#include <string>

namespace tests::tidy {

/// What the call throws says; "" if it throws nothing.
template <class F>
std::string message_of(F call) {
  try {
    call();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

}  // namespace tests::tidy
