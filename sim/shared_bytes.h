#pragma once

// Bytes that are made once and then only read, by whoever holds a share of them. The count is one thread's own, which
// is a third of what std::shared_ptr costs where a message goes to ten others; and a trace that has written the bytes
// finds them again without hashing.

#include <string>
#include <utility>

#include "sim/record.h"

namespace sim {

class SharedBytes {
 public:
  /// None: dereferencing it is an error.
  SharedBytes() = default;
  explicit SharedBytes(std::string bytes) : content_(new Content{std::move(bytes)}) {}
  SharedBytes(const SharedBytes& other) noexcept : content_(other.content_) {
    if (content_ != nullptr) ++content_->shares;
  }
  SharedBytes(SharedBytes&& other) noexcept : content_(std::exchange(other.content_, nullptr)) {}
  SharedBytes& operator=(SharedBytes other) noexcept {
    std::swap(content_, other.content_);
    return *this;
  }
  ~SharedBytes() {
    if (content_ != nullptr && --content_->shares == 0) destroy(content_);
  }

  const std::string& operator*() const { return content_->bytes; }
  const std::string* operator->() const { return &content_->bytes; }
  [[nodiscard]] explicit operator bool() const { return content_ != nullptr; }

 private:
  friend class TraceWriter;
  struct Content {
    std::string bytes;
    std::uint32_t shares = 1;
    BodyId id = BodyId::empty;  // in the one trace of the run that made the bytes; empty: not asked for yet
  };
  static void destroy(Content* content) noexcept;
  Content* content_ = nullptr;
};

}  // namespace sim
