#pragma once

// A database file in memory, by pages. What a page held before a transaction wrote it is kept until that transaction
// is durable, so that a reset can take the file back to the last one that was (docs/spec/durable-objects.md 3.3).

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace models::storage {

class PagedFile {
 public:
  static constexpr std::size_t kPageBytes = 4096;

  [[nodiscard]] std::uint64_t size_bytes() const { return size_bytes_; }
  /// Copies what is there; the rest becomes zeros. False if anything was beyond the end.
  bool read(std::uint64_t offset, char* bytes, std::size_t count) const;
  void write(std::uint64_t offset, const char* bytes, std::size_t count);
  void truncate(std::uint64_t size_bytes);
  /// What is there now is what a roll_back() goes back to, whatever transactions are still to be confirmed.
  void keep_as_is();

  /// Ends the transaction that the writes since the last seal belong to, also if there were none.
  void seal();
  /// The oldest sealed transaction is durable.
  void confirm();
  /// Takes back everything after the last confirmed transaction.
  void roll_back();
  [[nodiscard]] bool all_confirmed() const { return sealed_.empty() && open_.pages.empty() && !open_.resized; }

  /// The whole file, compressed; for a file that is all_confirmed().
  [[nodiscard]] std::string compressed() const;
  [[nodiscard]] static PagedFile decompressed(const std::string& image);

 private:
  using Page = std::array<char, kPageBytes>;
  using PagePointer = std::unique_ptr<Page>;
  struct Before {
    std::vector<std::pair<std::size_t, PagePointer>> pages;
    std::uint64_t size_bytes = 0;
    bool resized = false;
  };
  Page& writable(std::size_t index);
  void resize(std::uint64_t size_bytes);
  void take_back(Before& before);

  std::vector<PagePointer> pages_;
  std::vector<std::uint64_t> saved_in_;  // by page: the number of the last transaction that kept what it held before
  std::uint64_t size_bytes_ = 0;
  std::vector<Before> sealed_;  // oldest first
  Before open_;
  std::uint64_t open_number_ = 1;
};

}  // namespace models::storage
