#include "engine/storage/sync_scope.h"

#include <algorithm>
#include <utility>

namespace basalt {
namespace {

thread_local SyncScope* innermost = nullptr;

}  // namespace

SyncScope::SyncScope(const Store& store) : store_(store), outer_(std::exchange(innermost, this)) {}

SyncScope::~SyncScope() { innermost = outer_; }

SyncScope* SyncScope::Of(const Store& store) {
  SyncScope* scope = innermost;
  while (scope != nullptr && &scope->store_ != &store) scope = scope->outer_;
  return scope;
}

Status SyncScope::Wait() {
  const LogSequence last = std::exchange(last_, 0);
  if (last == 0) return Done{};
  for (SyncScope* scope = outer_; scope != nullptr; scope = scope->outer_) {
    if (&scope->store_ != &store_) continue;
    scope->last_ = std::max(scope->last_, last);
    return Done{};
  }
  return store_.AwaitSync(last);
}

void SyncScope::Then(std::function<void(const Status&)> done) {
  const LogSequence last = std::exchange(last_, 0);
  if (last == 0) return done(Done{});
  store_.WhenSynced(last, std::move(done));
}

Status SyncScope::Wrote(const Store& store, LogSequence sequence) {
  SyncScope* scope = Of(store);
  if (scope == nullptr) return store.AwaitSync(sequence);
  scope->last_ = std::max(scope->last_, sequence);
  return Done{};
}

void SyncScope::Saw(const Store& store, LogSequence sequence) {
  if (sequence <= store.answerable()) return;
  SyncScope* scope = Of(store);
  if (scope != nullptr) scope->last_ = std::max(scope->last_, sequence);
}

}  // namespace basalt
