// The operations that registry.cc lists; see Handler. Each is in a file of its own name, in the
// folder of its heading: decode the request, call the database once, encode the answer.
#pragma once

#include <optional>
#include <string>

#include "basalt/database.h"
#include "basalt/result.h"

namespace basalt::wire {

// items/
Result<std::string> DeleteItem(Database& database, std::string& body);
Result<std::string> GetItem(Database& database, std::string& body);
Result<std::string> PutItem(Database& database, std::string& body);
Result<std::string> UpdateItem(Database& database, std::string& body);

// batches/
Result<std::string> BatchGetItem(Database& database, std::string& body);
Result<std::string> BatchWriteItem(Database& database, std::string& body);

// queries/
Result<std::string> Query(Database& database, std::string& body);
Result<std::string> Scan(Database& database, std::string& body);
std::optional<Result<std::string>> ShortQuery(Database& database, std::string& body);
std::optional<Result<std::string>> ShortScan(Database& database, std::string& body);

// transactions/
Result<std::string> TransactGetItems(Database& database, std::string& body);
Result<std::string> TransactWriteItems(Database& database, std::string& body);

// tables/
Result<std::string> CreateTable(Database& database, std::string& body);
Result<std::string> DeleteTable(Database& database, std::string& body);
Result<std::string> DescribeEndpoints(Database& database,
                                      std::string& host);  // Input::kHostHeader.
Result<std::string> DescribeLimits(Database& database, std::string& body);
Result<std::string> DescribeTable(Database& database, std::string& body);
Result<std::string> ListTables(Database& database, std::string& body);
Result<std::string> UpdateTable(Database& database, std::string& body);

// ttl/
Result<std::string> DescribeTimeToLive(Database& database, std::string& body);
Result<std::string> UpdateTimeToLive(Database& database, std::string& body);

// tags/
Result<std::string> ListTagsOfResource(Database& database, std::string& body);
Result<std::string> TagResource(Database& database, std::string& body);
Result<std::string> UntagResource(Database& database, std::string& body);

// settings/
Result<std::string> DeleteResourcePolicy(Database& database, std::string& body);
Result<std::string> DescribeContinuousBackups(Database& database, std::string& body);
Result<std::string> DescribeContributorInsights(Database& database, std::string& body);
Result<std::string> DescribeKinesisStreamingDestination(Database& database, std::string& body);
Result<std::string> DisableKinesisStreamingDestination(Database& database, std::string& body);
Result<std::string> EnableKinesisStreamingDestination(Database& database, std::string& body);
Result<std::string> GetResourcePolicy(Database& database, std::string& body);
Result<std::string> ListContributorInsights(Database& database, std::string& body);
Result<std::string> PutResourcePolicy(Database& database, std::string& body);
Result<std::string> UpdateContinuousBackups(Database& database, std::string& body);
Result<std::string> UpdateContributorInsights(Database& database, std::string& body);
Result<std::string> UpdateKinesisStreamingDestination(Database& database, std::string& body);

// streams/
Result<std::string> DescribeStream(Database& database, std::string& body);
Result<std::string> GetRecords(Database& database, std::string& body);
Result<std::string> GetShardIterator(Database& database, std::string& body);
Result<std::string> ListStreams(Database& database, std::string& body);

}  // namespace basalt::wire
