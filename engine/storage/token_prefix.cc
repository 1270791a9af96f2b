#include "engine/storage/token_prefix.h"

#include <cstddef>

namespace basalt {
namespace {

constexpr char kTokenKind = 't';
constexpr std::size_t kEndBytes = 8;

class TokenPrefix : public rocksdb::SliceTransform {
 public:
  const char* Name() const override { return "basalt.TokenPrefix"; }
  bool InDomain(const rocksdb::Slice& key) const override {
    return key.size() > kEndBytes && key[0] == kTokenKind;
  }
  rocksdb::Slice Transform(const rocksdb::Slice& key) const override {
    return {key.data(), key.size() - kEndBytes};
  }
};

}  // namespace

std::shared_ptr<const rocksdb::SliceTransform> NewTokenPrefix() {
  return std::make_shared<TokenPrefix>();
}

}  // namespace basalt
