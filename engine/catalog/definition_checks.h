// The rules that a table's attributes, keys and indexes must obey, in AWS's order and words.
// Source: API reference, "CreateTable" and "UpdateTable"; messages as the service gives them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "basalt/result.h"
#include "basalt/table_requests.h"

namespace basalt {

// How most of AWS's messages about parameters begin.
inline Error InvalidParameter(const std::string& reason) {
  return ValidationError("One or more parameter values were invalid: " + reason);
}

using AttributeDefinitions = std::vector<AttributeDefinition>;

// Errors of all: kValidation.

// The key of a table.
Status CheckTableKey(const std::vector<KeySchemaElement>& key,
                     const AttributeDefinitions& definitions);

// Every local index of a table with that key; not the names.
Status CheckLocalIndexes(const std::vector<LocalSecondaryIndex>& indexes,
                         const std::vector<KeySchemaElement>& table_key,
                         const AttributeDefinitions& definitions);

// A global index, but for its name; `billing_mode` is the table's.
Status CheckGlobalIndex(const GlobalSecondaryIndex& index, const AttributeDefinitions& definitions,
                        BillingMode billing_mode);

// That there is no definition without use and no key without definition.
Status CheckDefinitionsUsed(const CreateTableRequest& request);

// That INCLUDE projections do not name too many attributes in all.
Status CheckProjectedAttributes(std::size_t non_key_attributes);

// That provisioned units are within AWS's bounds; `of_index` is empty or " for index NAME".
Status CheckThroughputBounds(const ProvisionedThroughput& throughput, std::string_view of_index);

}  // namespace basalt
