#include "wire/kinesis/json_lines_sink.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <string_view>
#include <system_error>

#include "wire/json/item_json.h"
#include "wire/json/json_writer.h"

namespace basalt::wire {
namespace {

constexpr std::string_view kFileSuffix = ".jsonl";
constexpr mode_t kFileMode = 0644;
constexpr std::size_t kTailBytes = 4096;  // Read at once in search of the end of a line.

// A file descriptor that closes itself.
class File {
 public:
  File(const std::filesystem::path& path, int flags)
      : descriptor_(open(path.c_str(), flags | O_CLOEXEC, kFileMode)) {}
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  int get() const { return descriptor_; }

 private:
  const int descriptor_;
};

Error Failed(const std::filesystem::path& path, std::string_view reason) {
  return {.code = ErrorCode::kInternal,
          .message = "cannot write to " + path.string() + ": " + std::string(reason)};
}

// Not a named pipe, which nobody might read, nor a device, which keeps nothing.
bool IsRegularFile(int file) {
  struct stat status {};
  return fstat(file, &status) == 0 && S_ISREG(status.st_mode);
}

// Where the last whole line of a file of `size` bytes ends. -1: it cannot be read.
off_t EndOfLines(int file, off_t size) {
  std::array<char, kTailBytes> tail;
  for (off_t end = size; end > 0;) {
    const off_t begin = end > off_t{kTailBytes} ? end - off_t{kTailBytes} : 0;
    const auto length = static_cast<std::size_t>(end - begin);
    if (pread(file, tail.data(), length, begin) != static_cast<ssize_t>(length)) return -1;
    const auto newline = std::string_view(tail.data(), length).rfind('\n');
    if (newline != std::string_view::npos) return begin + static_cast<off_t>(newline) + 1;
    end = begin;
  }
  return 0;
}

// Whether all of it was written and is on stable storage.
bool WriteAll(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return fsync(file) == 0;
}

// Appends lines: all, or none that a reader will take for a whole one after the next call.
bool AppendLines(int file, std::string_view lines) {
  const off_t size = lseek(file, 0, SEEK_END);
  const off_t end = size < 0 ? -1 : EndOfLines(file, size);
  if (end < 0 || (end < size && ftruncate(file, end) != 0)) return false;
  if (WriteAll(file, lines)) return true;
  const int cause = errno;
  if (ftruncate(file, end) != 0) return false;
  errno = cause;
  return false;
}

// That the file's name is on stable storage, too.
bool SyncDirectory(const std::filesystem::path& directory) {
  const File handle(directory, O_RDONLY | O_DIRECTORY);
  return handle.get() >= 0 && fsync(handle.get()) == 0;
}

std::int64_t TimeOf(const KinesisRecord& record) {
  const auto time = record.approximate_creation_date_time.time_since_epoch();
  if (record.precision == ApproximateCreationDateTimePrecision::kMicrosecond) {
    return std::chrono::duration_cast<std::chrono::microseconds>(time).count();
  }
  return std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
}

void AppendChange(std::string& out, const KinesisRecord& record) {
  JsonObject object(out);
  object.Integer("ApproximateCreationDateTime", TimeOf(record));
  object.String("ApproximateCreationDateTimePrecision", NameOf(record.precision));
  AppendItemJson(object.Member("Keys"), record.keys.view());
  if (record.new_image) AppendItemJson(object.Member("NewImage"), record.new_image->view());
  if (record.old_image) AppendItemJson(object.Member("OldImage"), record.old_image->view());
  object.Integer("SizeBytes", record.size_bytes);
}

}  // namespace

void AppendKinesisLine(std::string& out, const KinesisRecord& record) {
  {
    JsonObject object(out);
    object.String("awsRegion", record.aws_region);
    object.String("eventID", record.event_id);
    object.String("eventName", NameOf(record.event_name));
    if (record.user_identity) {
      JsonObject identity(object.Member("userIdentity"));
      identity.String("principalId", record.user_identity->principal_id);
      identity.String("type", record.user_identity->type);
    } else {
      object.Member("userIdentity") += "null";
    }
    object.String("recordFormat", "application/json");
    object.String("tableName", record.table_name);
    AppendChange(object.Member("dynamodb"), record);
    object.String("eventSource", "aws:dynamodb");
  }
  out += '\n';
}

Status JsonLinesSink::Prepare(const std::string& stream_name) { return Append(stream_name, {}); }

Status JsonLinesSink::Append(const std::string& stream_name,
                             std::span<const KinesisRecord> records) {
  std::error_code failure;
  std::filesystem::create_directories(directory_, failure);
  if (failure) {
    return Error{
        .code = ErrorCode::kInternal,
        .message = "cannot make the directory " + directory_.string() + ": " + failure.message()};
  }
  std::string lines;
  for (const KinesisRecord& record : records) AppendKinesisLine(lines, record);

  const std::filesystem::path path = directory_ / (stream_name + std::string(kFileSuffix));
  const std::lock_guard guard(mutex_);
  const bool is_new = !std::filesystem::exists(path, failure);
  const File file(path, O_RDWR | O_APPEND | O_CREAT | O_NONBLOCK | O_NOCTTY);
  if (file.get() < 0) return Failed(path, std::strerror(errno));
  if (!IsRegularFile(file.get())) return Failed(path, "it is not a file");
  if (!AppendLines(file.get(), lines)) return Failed(path, std::strerror(errno));
  if (is_new && !SyncDirectory(directory_)) return Failed(directory_, std::strerror(errno));
  return Done{};
}

}  // namespace basalt::wire
