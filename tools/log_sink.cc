#include "tools/log_sink.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <string_view>

namespace basalt::tools {
namespace {

constexpr std::size_t kRecentMax = 64;  // Different lines that are remembered.
constexpr std::size_t kIdLengthMin = 20;

bool IsOfAnId(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

std::string WithoutIds(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const auto end =
        std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), IsOfAnId);
    const std::size_t length = static_cast<std::size_t>(end - text.begin()) - at;
    result += length >= kIdLengthMin ? std::string_view("*") : text.substr(at, length);
    at += length;
    if (at < text.size()) result.push_back(text[at++]);
  }
  return result;
}

std::string_view TextOf(const spdlog::details::log_msg& message) {
  return {message.payload.data(), message.payload.size()};
}

// Whether a write of one line would be taken without waiting.
bool TakesALine(int handle) {
  pollfd state{.fd = handle, .events = POLLOUT, .revents = 0};
  return ::poll(&state, 1, 0) == 1 && (state.revents & (POLLERR | POLLNVAL)) == 0;
}

}  // namespace

void LogSink::sink_it_(const spdlog::details::log_msg& message) {
  TellRepeats(message);
  if (!IsRepeat(message)) Write(message);
}

bool LogSink::IsRepeat(const spdlog::details::log_msg& message) {
  std::string text = WithoutIds(TextOf(message));
  for (Recent& recent : recent_) {
    if (recent.text != text || recent.level != message.level) continue;
    ++recent.repeats;
    return true;
  }
  recent_.push_back({.text = std::move(text), .level = message.level, .first = message.time});
  return false;
}

void LogSink::TellRepeats(const spdlog::details::log_msg& message) {
  while (!recent_.empty() &&
         (recent_.size() >= kRecentMax || message.time - recent_.front().first >= kRepeatWindow)) {
    const Recent recent = std::move(recent_.front());
    recent_.pop_front();
    if (recent.repeats == 0) continue;
    WriteNote(message, recent.level,
              "(" + std::to_string(recent.repeats) + " more) " + recent.text);
  }
}

void LogSink::WriteNote(const spdlog::details::log_msg& near, spdlog::level::level_enum level,
                        const std::string& text) {
  spdlog::details::log_msg note(near.time, near.source, near.logger_name, level, text);
  Write(note);
}

void LogSink::Write(const spdlog::details::log_msg& message) {
  if (dropped_ > 0) {
    const std::string text = std::to_string(dropped_) + " lines could not be written and are lost";
    spdlog::details::log_msg note(message.time, message.source, message.logger_name,
                                  spdlog::level::warn, text);
    if (WriteLine(note)) dropped_ = 0;
  }
  if (!WriteLine(message)) ++dropped_;
}

bool LogSink::WriteLine(const spdlog::details::log_msg& message) {
  spdlog::memory_buf_t line;
  formatter_->format(message, line);
  if (line.size() > kLineBytesMax) {
    line.resize(kLineBytesMax);
    line[kLineBytesMax - 1] = '\n';
  }
  return TakesALine(handle_) &&
         ::write(handle_, line.data(), line.size()) == static_cast<ssize_t>(line.size());
}

}  // namespace basalt::tools
