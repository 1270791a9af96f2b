// Errors are values. A code says what kind of refusal it is, in DynamoDB's terms; the message is
// AWS's own text and part of the API.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "basalt/encoded_item.h"

namespace basalt {

// One enumerator for each exception of DynamoDB's that a client must expect. What they are called
// on the wire is decided in wire/errors. Basalt does not raise those of throttling, of conflicts
// between transactions and of signatures that are checked. Source: developer guide, "Error handling
// with DynamoDB".
enum class ErrorCode {
  kValidation,
  kSerialization,
  kResourceNotFound,
  kResourceInUse,
  kTableNotFound,
  kPolicyNotFound,
  kContinuousBackupsUnavailable,
  kLimitExceeded,
  kConditionalCheckFailed,
  kTransactionCanceled,
  kTransactionConflict,
  kTransactionInProgress,
  kIdempotentParameterMismatch,
  kItemCollectionSizeLimitExceeded,
  kExpiredIterator,
  kTrimmedDataAccess,
  kProvisionedThroughputExceeded,
  kUnknownOperation,
  kMissingAuthenticationToken,
  kIncompleteSignature,
  kInvalidSignature,
  kUnrecognizedClient,
  kAccessDenied,
  kRequestTooLarge,
  kInternal,
};

// Why one action of a cancelled transaction did or did not stand in the way, in the actions' order.
struct CancellationReason {
  std::string code = "None";           // "ConditionalCheckFailed", "ValidationError", ...
  std::optional<std::string> message;  // Absent where the code is "None".
  std::optional<EncodedItem> item;     // As it is stored, where the action asked for ALL_OLD.
};

// What an error carries besides its text. Rare, so kept out of line.
struct ErrorDetails {
  std::optional<EncodedItem> item;  // kConditionalCheckFailed, where the request asked for ALL_OLD.
  std::vector<CancellationReason> cancellation_reasons;  // kTransactionCanceled.
};

// What a function that failed answers, mostly as a Result. A value: cheap to move.
struct [[nodiscard]] Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;
  std::shared_ptr<const ErrorDetails> details = nullptr;  // Null for most errors.
};

// A kValidation error.
inline Error ValidationError(std::string message) {
  return {.code = ErrorCode::kValidation, .message = std::move(message)};
}

}  // namespace basalt
