// Writing replies: everything is appended to one string.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "basalt/clock.h"

namespace basalt::wire {

// Makes room for so many more bytes at the end of a reply, and charges the call for it if it is
// much (wire/memory/call_memory.h). Doubles the memory, so that all writing together copies each
// byte once or twice. Throws std::bad_alloc.
void GrowReply(std::string& out, std::size_t bytes);

// With quotes; escapes what JSON requires and nothing else. REQUIRES: `text` is UTF-8.
void AppendJsonString(std::string& out, std::string_view text);

// The shortest text that reads back as `value`, with a fraction always: 0.5, 1.0.
void AppendJsonDouble(std::string& out, double value);

// Seconds since the epoch with milliseconds: the form of all times in DynamoDB's replies.
void AppendJsonTime(std::string& out, TimePoint time);

// An object that is being written: opens when constructed, closes when destroyed. Members follow
// each other in the order of the calls; an inner object or array must end before the next member.
//
//   JsonObject table(out);
//   table.String("TableName", name);
//   JsonObject throughput(table.Member("ProvisionedThroughput"));
class JsonObject {
 public:
  explicit JsonObject(std::string& out) : out_(out) { out_ += '{'; }
  ~JsonObject() { out_ += '}'; }

  JsonObject(const JsonObject&) = delete;
  JsonObject& operator=(const JsonObject&) = delete;

  // The member's name; its value is for the caller to append to the result. REQUIRES, as do the
  // others: `name` needs no escapes.
  std::string& Member(std::string_view name);

  // For names that come from users.
  std::string& MemberOfUser(std::string_view name);

  void String(std::string_view name, std::string_view value);
  void Integer(std::string_view name, std::int64_t value);
  void Double(std::string_view name, double value);
  void Bool(std::string_view name, bool value);
  void Time(std::string_view name, TimePoint value);

 private:
  void Separate();

  std::string& out_;
  bool first_ = true;
};

// An array likewise.
class JsonArray {
 public:
  explicit JsonArray(std::string& out) : out_(out) { out_ += '['; }
  ~JsonArray() { out_ += ']'; }

  JsonArray(const JsonArray&) = delete;
  JsonArray& operator=(const JsonArray&) = delete;

  // The place of the next element.
  std::string& Element() {
    if (!first_) out_ += ',';
    first_ = false;
    return out_;
  }

 private:
  std::string& out_;
  bool first_ = true;
};

}  // namespace basalt::wire
