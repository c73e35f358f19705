#include "models/crypto/cipher_v8.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "models/crypto/library_v8.h"

namespace models::crypto {

namespace {

constexpr std::size_t kBlock = 16;

using Cipher = Owned<EVP_CIPHER, EVP_CIPHER_free>;
using CipherContext = Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;

Cipher aes_named(std::string_view key, const char* mode) {
  return Cipher(EVP_CIPHER_fetch(library(), fmt::format("AES-{}-{}", key.size() * 8, mode).c_str(), nullptr));
}

/// The text from the context, which knows key, IV and what else there is.
std::optional<std::string> passed_through(EVP_CIPHER_CTX* context, std::string_view data) {
  std::string out(data.size() + 2 * kBlock, '\0');
  int first = 0;
  int last = 0;
  if (EVP_CipherUpdate(context, bytes_in(out), &first, bytes_in(data), static_cast<int>(data.size())) != 1 ||
      EVP_CipherFinal_ex(context, bytes_in(out) + first, &last) != 1) {
    forget_errors();
    return std::nullopt;
  }
  out.resize(static_cast<std::size_t>(first + last));
  return out;
}

}  // namespace

std::optional<std::string> aes_gcm(const Aes& aes, const Gcm& gcm, std::string_view data) {
  const Cipher cipher = aes_named(aes.key, "GCM");
  const CipherContext context(EVP_CIPHER_CTX_new());
  const int encrypts = aes.encrypts ? 1 : 0;
  const int tag_bytes = static_cast<int>(gcm.tag_bytes);
  EVP_CipherInit_ex2(context.get(), cipher.get(), nullptr, nullptr, encrypts, nullptr);
  EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_IVLEN, static_cast<int>(gcm.iv.size()), nullptr);
  EVP_CipherInit_ex2(context.get(), nullptr, bytes_in(aes.key), bytes_in(gcm.iv), encrypts, nullptr);
  int size = 0;
  if (!gcm.additional.empty()) {
    EVP_CipherUpdate(context.get(), nullptr, &size, bytes_in(gcm.additional), static_cast<int>(gcm.additional.size()));
  }
  std::string tag(gcm.tag_bytes, '\0');
  if (!aes.encrypts) {
    tag = data.substr(data.size() - gcm.tag_bytes);
    data.remove_suffix(gcm.tag_bytes);
    EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, tag_bytes, tag.data());
  }
  std::optional<std::string> text = passed_through(context.get(), data);
  if (text && aes.encrypts) {
    EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, tag_bytes, tag.data());
    text->append(tag);
  }
  return text;
}

std::optional<std::string> aes_cbc(const Aes& aes, std::string_view iv, std::string_view data) {
  const Cipher cipher = aes_named(aes.key, "CBC");
  const CipherContext context(EVP_CIPHER_CTX_new());
  EVP_CipherInit_ex2(context.get(), cipher.get(), bytes_in(aes.key), bytes_in(iv), aes.encrypts ? 1 : 0, nullptr);
  return passed_through(context.get(), data);
}

std::optional<std::string> aes_ctr(std::string_view key, std::string block, unsigned counter_bits,
                                   std::string_view data) {
  const Cipher cipher = aes_named(key, "CTR");
  std::string out;
  // OpenSSL counts on all 128 bits: where our part of them wraps, another call begins.
  const auto until_wrap = [&] {
    std::uint64_t blocks = 0;  // the counter's complement
    for (unsigned bit = 0; bit < std::min(counter_bits, 40U); ++bit) {
      const auto byte = static_cast<unsigned char>(block[kBlock - 1 - bit / 8]);
      if ((byte >> (bit % 8) & 1) == 0) blocks |= std::uint64_t{1} << bit;
    }
    for (unsigned bit = 40; bit < counter_bits; ++bit) {
      const auto byte = static_cast<unsigned char>(block[kBlock - 1 - bit / 8]);
      if ((byte >> (bit % 8) & 1) == 0) return data.size();  // more than any input has
    }
    return static_cast<std::size_t>(std::min<std::uint64_t>((blocks + 1) * kBlock, data.size()));
  };
  do {
    const std::size_t part = until_wrap();
    const CipherContext context(EVP_CIPHER_CTX_new());
    EVP_CipherInit_ex2(context.get(), cipher.get(), bytes_in(key), bytes_in(block), 1, nullptr);
    const std::optional<std::string> text = passed_through(context.get(), data.substr(0, part));
    if (!text) return std::nullopt;
    out += *text;
    data.remove_prefix(part);
    for (unsigned bit = 0; bit < counter_bits; ++bit) {
      char& byte = block[kBlock - 1 - bit / 8];
      byte = static_cast<char>(static_cast<unsigned char>(byte) & ~(1U << (bit % 8)));
    }
  } while (!data.empty());
  return out;
}

std::optional<std::string> aes_kw(const Aes& aes, std::string_view data) {
  const Cipher cipher = aes_named(aes.key, "WRAP");
  const CipherContext context(EVP_CIPHER_CTX_new());
  EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  EVP_CipherInit_ex2(context.get(), cipher.get(), bytes_in(aes.key), nullptr, aes.encrypts ? 1 : 0, nullptr);
  return passed_through(context.get(), data);
}

}  // namespace models::crypto
