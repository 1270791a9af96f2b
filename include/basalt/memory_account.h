// Bounding the memory of calls: for programs that make calls on behalf of others, as servers do.
#pragma once

#include <cstddef>

namespace basalt {

// Pays for memory that grows with what a call writes or reads. Implement it, and open a Scope
// around calls of a Database:
//
//   MyAccount account(bytes_max);
//   MemoryAccount::Scope scope(account);
//   database.BatchWriteItem(request);  // May throw std::bad_alloc.
//
// What is charged: an item that is written, its row in every index and its change record (up to 25
// times what the request has), and the items that a BatchGetItem reads. Amounts up to 64 KB are not
// charged: the number of threads bounds them. Requests and responses are the caller's to count.
//
// All of it is charged on the thread that made the call, and given back before the call returns.
// If Take throws, the call throws the same, and nothing was changed. Without a Scope nothing is
// counted.
class MemoryAccount {
 public:
  // Makes an account that of this thread as long as the scope exists; then it is again the one
  // before. The account must outlive the scope, and scopes end in the reverse of their order.
  class Scope {
   public:
    explicit Scope(MemoryAccount& account) : before_(current_) { current_ = &account; }
    ~Scope() { current_ = before_; }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    MemoryAccount* const before_;
  };

  // That of this thread; null: none.
  static MemoryAccount* Current() { return current_; }

  // Take throws std::bad_alloc where there are not so many bytes left; then it took nothing. Give
  // gets back what Take took. Both are called from the thread of the scope. If an account is that
  // of several threads at once, they must be thread-safe.
  virtual void Take(std::size_t bytes) = 0;
  virtual void Give(std::size_t bytes) noexcept = 0;

 protected:
  ~MemoryAccount() = default;

 private:
  static inline constinit thread_local MemoryAccount* current_ = nullptr;
};

}  // namespace basalt
