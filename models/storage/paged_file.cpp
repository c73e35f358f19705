#include "models/storage/paged_file.h"

#include <zstd.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace models::storage {

bool PagedFile::read(std::uint64_t offset, char* bytes, std::size_t count) const {
  const std::size_t there = offset >= size_bytes_ ? 0 : static_cast<std::size_t>(size_bytes_ - offset);
  const std::size_t wanted = std::min(count, there);
  std::size_t done = 0;
  while (done < wanted) {
    const std::size_t index = (offset + done) / kPageBytes, within = (offset + done) % kPageBytes;
    const std::size_t part = std::min(kPageBytes - within, wanted - done);
    if (pages_[index])
      std::memcpy(bytes + done, pages_[index]->data() + within, part);
    else
      std::memset(bytes + done, 0, part);
    done += part;
  }
  std::memset(bytes + wanted, 0, count - wanted);
  return wanted == count;
}

PagedFile::Page& PagedFile::writable(std::size_t index) {
  PagePointer& page = pages_[index];
  if (saved_in_[index] != open_number_) {
    saved_in_[index] = open_number_;
    PagePointer fresh = std::make_unique<Page>();
    if (page) std::memcpy(fresh->data(), page->data(), kPageBytes);
    open_.pages.emplace_back(index, std::move(page));
    page = std::move(fresh);
  }
  if (!page) page = std::make_unique<Page>();  // cut off and grown again within this transaction
  return *page;
}

void PagedFile::write(std::uint64_t offset, const char* bytes, std::size_t count) {
  if (offset + count > size_bytes_) resize(offset + count);
  for (std::size_t done = 0; done < count;) {
    const std::size_t index = (offset + done) / kPageBytes, within = (offset + done) % kPageBytes;
    const std::size_t part = std::min(kPageBytes - within, count - done);
    std::memcpy(writable(index).data() + within, bytes + done, part);
    done += part;
  }
}

void PagedFile::truncate(std::uint64_t size_bytes) {
  const std::size_t kept = (size_bytes + kPageBytes - 1) / kPageBytes;
  for (std::size_t index = kept; index < pages_.size(); ++index) {
    if (saved_in_[index] == open_number_) continue;
    open_.pages.emplace_back(index, std::move(pages_[index]));
  }
  resize(size_bytes);
}

void PagedFile::keep_as_is() {
  open_ = {};
  for (Before& before : sealed_) before = {};
  ++open_number_;
}

void PagedFile::resize(std::uint64_t size_bytes) {
  if (!open_.resized) {
    open_.resized = true;
    open_.size_bytes = size_bytes_;
  }
  size_bytes_ = size_bytes;
  const std::size_t count = (size_bytes + kPageBytes - 1) / kPageBytes;
  // A page that a truncation cut off and that grows again within one transaction was kept once already; the mark says
  // so.
  if (count > pages_.size()) pages_.resize(count);
  if (count > saved_in_.size()) saved_in_.resize(count, 0);
  for (std::size_t index = count; index < pages_.size(); ++index) {
    pages_[index].reset();
    saved_in_[index] = open_number_;
  }
  pages_.resize(count);
}

void PagedFile::seal() {
  sealed_.push_back(std::exchange(open_, {}));
  ++open_number_;
}

void PagedFile::confirm() { sealed_.erase(sealed_.begin()); }

void PagedFile::take_back(Before& before) {
  if (before.resized) {
    size_bytes_ = before.size_bytes;
    pages_.resize((size_bytes_ + kPageBytes - 1) / kPageBytes);
    saved_in_.resize(std::max(saved_in_.size(), pages_.size()), 0);
  }
  for (auto& [index, page] : before.pages)
    if (index < pages_.size()) pages_[index] = std::move(page);
}

void PagedFile::roll_back() {
  take_back(open_);
  open_ = {};
  while (!sealed_.empty()) {
    take_back(sealed_.back());
    sealed_.pop_back();
  }
  ++open_number_;
}

std::string PagedFile::compressed() const {
  std::string whole(size_bytes_, '\0');
  read(0, whole.data(), whole.size());
  std::string image(ZSTD_compressBound(whole.size()), '\0');
  image.resize(ZSTD_compress(image.data(), image.size(), whole.data(), whole.size(), 1));
  image.shrink_to_fit();
  return image;
}

PagedFile PagedFile::decompressed(const std::string& image) {
  const unsigned long long size = ZSTD_getFrameContentSize(image.data(), image.size());
  std::string whole(size, '\0');
  const std::size_t done = ZSTD_decompress(whole.data(), whole.size(), image.data(), image.size());
  if (done != whole.size()) throw std::logic_error("a database's compressed image is damaged");
  PagedFile file;
  file.write(0, whole.data(), whole.size());
  file.seal();
  file.confirm();
  return file;
}

}  // namespace models::storage
