#include "models/storage/paged_file.h"

#include <string>

#include "tests/catch.h"

using models::storage::PagedFile;

namespace {

void put(PagedFile& file, std::uint64_t page, char fill) {
  const std::string bytes(PagedFile::kPageBytes, fill);
  file.write(page * PagedFile::kPageBytes, bytes.data(), bytes.size());
}

char first_byte(const PagedFile& file, std::uint64_t page) {
  char byte = '?';
  return file.read(page * PagedFile::kPageBytes, &byte, 1) ? byte : '-';
}

}  // namespace

TEST_CASE("a reset takes a file back to its last confirmed transaction", "[storage]") {
  PagedFile file;
  put(file, 0, 'a');
  put(file, 1, 'a');
  file.seal();
  file.confirm();
  put(file, 1, 'b');
  file.seal();
  put(file, 0, 'c');
  put(file, 2, 'c');
  file.roll_back();
  CHECK(first_byte(file, 0) == 'a');
  CHECK(first_byte(file, 1) == 'a');
  CHECK(first_byte(file, 2) == '-');
  CHECK(file.size_bytes() == 2 * PagedFile::kPageBytes);
}

TEST_CASE("confirmed transactions stay when later ones are taken back", "[storage]") {
  PagedFile file;
  put(file, 0, 'a');
  file.seal();
  put(file, 0, 'b');
  file.seal();
  put(file, 0, 'c');
  file.seal();
  file.confirm();
  file.confirm();
  file.roll_back();
  CHECK(first_byte(file, 0) == 'b');
  CHECK(file.all_confirmed());
}

TEST_CASE("a file that was truncated and written again comes back whole", "[storage]") {
  PagedFile file;
  for (std::uint64_t page = 0; page < 4; ++page) put(file, page, 'a');
  file.seal();
  file.confirm();
  put(file, 3, 'b');
  file.truncate(PagedFile::kPageBytes);
  put(file, 1, 'c');
  put(file, 2, 'c');
  file.seal();
  file.truncate(0);
  put(file, 0, 'd');
  file.roll_back();
  CHECK(file.size_bytes() == 4 * PagedFile::kPageBytes);
  for (std::uint64_t page = 0; page < 4; ++page) CHECK(first_byte(file, page) == 'a');
}

TEST_CASE("a write may begin within a page and end in another", "[storage]") {
  PagedFile file;
  put(file, 0, 'a');
  put(file, 1, 'a');
  file.seal();
  file.confirm();
  file.write(PagedFile::kPageBytes - 2, "wxyz", 4);
  char bytes[6] = {};
  CHECK(file.read(PagedFile::kPageBytes - 3, bytes, 6));
  CHECK(std::string(bytes, 6) == "awxyza");
  file.roll_back();
  CHECK(file.read(PagedFile::kPageBytes - 3, bytes, 6));
  CHECK(std::string(bytes, 6) == "aaaaaa");
}

TEST_CASE("what is beyond the end reads as zeros, and is told", "[storage]") {
  PagedFile file;
  file.write(0, "ab", 2);
  char bytes[4] = {'?', '?', '?', '?'};
  CHECK_FALSE(file.read(0, bytes, 4));
  CHECK(std::string(bytes, 4) == std::string("ab\0\0", 4));
}

TEST_CASE("a compressed image is the file, and mostly empty pages cost little", "[storage]") {
  PagedFile file;
  put(file, 0, 'a');
  file.write(5 * PagedFile::kPageBytes + 7, "x", 1);
  file.seal();
  file.confirm();
  const std::string image = file.compressed();
  CHECK(image.size() < 200);
  const PagedFile again = PagedFile::decompressed(image);
  CHECK(again.size_bytes() == file.size_bytes());
  CHECK(again.all_confirmed());
  CHECK(first_byte(again, 0) == 'a');
  CHECK(first_byte(again, 3) == '\0');
}
