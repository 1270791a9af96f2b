#include "wire/errors/error_map.h"

#include <cstddef>
#include <cstdlib>
#include <vector>

#include "wire/json/item_json.h"
#include "wire/json/json_writer.h"
#include "wire/memory/call_memory.h"

namespace basalt::wire {
namespace {

constexpr std::string_view kLower = "message";
constexpr std::string_view kUpper = "Message";

// Charges the call for the items of the reasons, too: a hundred of 400 KB.
void AppendReasons(std::string& out, const std::vector<CancellationReason>& reasons) {
  std::size_t bytes = 0;
  for (const CancellationReason& reason : reasons) {
    bytes += reason.item ? reason.item->view().bytes().size() : 0;
  }
  TakeMemory(bytes);
  JsonArray array(out);
  for (const CancellationReason& reason : reasons) {
    JsonObject object(array.Element());
    object.String("Code", reason.code);
    if (reason.item) AppendItemJson(object.Member("Item"), reason.item->view());
    if (reason.message) object.String(kUpper, *reason.message);
  }
  GiveMemory(bytes);
}

}  // namespace

WireError ToWire(ErrorCode code) {
  switch (code) {  // No default: a new code does not compile until it has a line here.
    case ErrorCode::kValidation:
      return {400, "com.amazon.coral.validate#ValidationException", kLower};
    case ErrorCode::kSerialization:
      return {400, "com.amazon.coral.service#SerializationException", kUpper};
    case ErrorCode::kResourceNotFound:
      return {400, "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", kLower};
    case ErrorCode::kResourceInUse:
      return {400, "com.amazonaws.dynamodb.v20120810#ResourceInUseException", kLower};
    case ErrorCode::kTableNotFound:
      return {400, "com.amazonaws.dynamodb.v20120810#TableNotFoundException", kLower};
    case ErrorCode::kPolicyNotFound:
      return {400, "com.amazonaws.dynamodb.v20120810#PolicyNotFoundException", kLower};
    case ErrorCode::kContinuousBackupsUnavailable:
      return {400, "com.amazonaws.dynamodb.v20120810#ContinuousBackupsUnavailableException",
              kLower};
    case ErrorCode::kLimitExceeded:
      return {400, "com.amazonaws.dynamodb.v20120810#LimitExceededException", kLower};
    case ErrorCode::kConditionalCheckFailed:
      return {400, "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", kLower};
    case ErrorCode::kTransactionCanceled:
      return {400, "com.amazonaws.dynamodb.v20120810#TransactionCanceledException", kUpper};
    case ErrorCode::kTransactionConflict:
      return {400, "com.amazonaws.dynamodb.v20120810#TransactionConflictException", kLower};
    case ErrorCode::kTransactionInProgress:
      return {400, "com.amazonaws.dynamodb.v20120810#TransactionInProgressException", kUpper};
    case ErrorCode::kIdempotentParameterMismatch:
      return {400, "com.amazonaws.dynamodb.v20120810#IdempotentParameterMismatchException", kUpper};
    case ErrorCode::kItemCollectionSizeLimitExceeded:
      return {400, "com.amazonaws.dynamodb.v20120810#ItemCollectionSizeLimitExceededException",
              kLower};
    case ErrorCode::kExpiredIterator:
      return {400, "com.amazonaws.dynamodb.v20120810#ExpiredIteratorException", kLower};
    case ErrorCode::kTrimmedDataAccess:
      return {400, "com.amazonaws.dynamodb.v20120810#TrimmedDataAccessException", kLower};
    case ErrorCode::kProvisionedThroughputExceeded:
      return {400, "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
              kLower};
    case ErrorCode::kUnknownOperation:
      return {400, "com.amazon.coral.service#UnknownOperationException", kLower};
    case ErrorCode::kMissingAuthenticationToken:
      return {400, "com.amazon.coral.service#MissingAuthenticationTokenException", kLower};
    case ErrorCode::kIncompleteSignature:
      return {400, "com.amazon.coral.service#IncompleteSignatureException", kLower};
    case ErrorCode::kInvalidSignature:
      return {400, "com.amazon.coral.service#InvalidSignatureException", kLower};
    case ErrorCode::kUnrecognizedClient:
      return {400, "com.amazon.coral.service#UnrecognizedClientException", kLower};
    case ErrorCode::kAccessDenied:
      return {400, "com.amazon.coral.service#AccessDeniedException", kUpper};
    case ErrorCode::kRequestTooLarge:
      return {413, "com.amazon.coral.service#RequestEntityTooLargeException", kLower};
    case ErrorCode::kInternal:
      return {500, "com.amazonaws.dynamodb.v20120810#InternalServerError", kLower};
  }
  std::abort();  // Not a value of the enum: memory is corrupt.
}

std::string ErrorBody(const Error& error) {
  const WireError wire = ToWire(error.code);
  std::string out;
  {
    JsonObject body(out);
    body.String("__type", wire.type);
    if (error.code == ErrorCode::kTransactionCanceled && error.details) {
      AppendReasons(body.Member("CancellationReasons"), error.details->cancellation_reasons);
    }
    if (!error.message.empty()) body.String(wire.message_member, error.message);
    if (error.code == ErrorCode::kConditionalCheckFailed && error.details && error.details->item) {
      AppendItemJson(body.Member("Item"), error.details->item->view());
    }
  }
  return out;
}

}  // namespace basalt::wire
