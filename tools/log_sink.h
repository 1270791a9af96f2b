// Where the server's log goes: a handle, such as stderr, that may be a full pipe, or one that
// nobody reads any more. Serving never waits for it.
#pragma once

#include <spdlog/sinks/base_sink.h>

#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>

namespace basalt::tools {

// - A line that cannot be written at once is dropped. The next line that can be is preceded by one
//   that says how many were.
// - A line that was written in the last kRepeatWindow is counted, not repeated, whatever stands
//   between. The next line after that time is preceded by one that says how often it came. Lines
//   that differ only in a request's id (20 and more of A-Z and 0-9) are equal.
// - Longer lines than kLineBytesMax are cut off, which makes each line one write.
// Thread-safe.
class LogSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  static constexpr std::chrono::seconds kRepeatWindow{10};
  static constexpr std::size_t kLineBytesMax = 4096;  // What POSIX lets a pipe take as a whole.

  explicit LogSink(int handle) : handle_(handle) {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override;
  void flush_() override {}

 private:
  using Time = spdlog::log_clock::time_point;

  struct Recent {
    std::string text;  // Without ids.
    spdlog::level::level_enum level;
    Time first;
    std::uint64_t repeats = 0;  // Since then.
  };

  bool IsRepeat(const spdlog::details::log_msg& message);
  void TellRepeats(const spdlog::details::log_msg& message);
  void Write(const spdlog::details::log_msg& message);
  void WriteNote(const spdlog::details::log_msg& near, spdlog::level::level_enum level,
                 const std::string& text);
  bool WriteLine(const spdlog::details::log_msg& message);

  const int handle_;
  std::deque<Recent> recent_;  // Oldest first. Guarded by the base's mutex, as is what follows.
  std::uint64_t dropped_ = 0;  // Since the last line that was written.
};

}  // namespace basalt::tools
