// The embedded database: what a program that links this library calls. The HTTP server calls the
// same functions, so both behave alike, error by error.
//
//   auto database = basalt::Database::Open({.directory = "my-data"});
//   if (!database) return Fail(database.error().message);
//
//   (*database)->PutItem({.table_name = "notes", .item = basalt::Item{...}});
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "basalt/batch_requests.h"
#include "basalt/database_options.h"
#include "basalt/item_requests.h"
#include "basalt/query_requests.h"
#include "basalt/result.h"
#include "basalt/settings_requests.h"
#include "basalt/stream_requests.h"
#include "basalt/table_requests.h"
#include "basalt/tag_requests.h"
#include "basalt/transaction_requests.h"
#include "basalt/ttl_requests.h"

namespace basalt {

// Every operation of DynamoDB that Basalt has, with AWS's semantics, limits and error messages. Its
// documentation is AWS's: the API reference's page of the same name. What is different here, or
// hard to find there, is said at the requests.
//
// Thread-safe: any number of threads may call anything at once; each call is serializable against
// all others. Calls block until their outcome is certain, a write until it is done as the
// durability says. After an error nothing has changed, unless it is kInternal from a write: then
// the outcome is unknown, but never partial.
//
// Errors of all: kValidation where the request by itself, or against the table, is not as AWS wants
// it; kInternal where storage failed. Others are named with the operations.
class Database {
 public:
  // Opens or creates the database. One database at a time may hold a directory, in all processes
  // and whatever its name; a relative one counts from where the process is now. What is created is
  // for the owner alone (mode 0700). An older format is converted. Of the process's file handles
  // (RLIMIT_NOFILE) a fifth at most, up to 960, go to tables, and some thirty to other files; while
  // none are left, writes fail, and nothing is lost. Errors: kInternal with a text for people: an
  // option out of its range; a directory that is not writable, held already, of a newer format,
  // damaged. Then nothing new is left behind. A child that the process forks must use neither the
  // database nor another one.
  static Result<std::unique_ptr<Database>> Open(const DatabaseOptions& options);

  // Waits for the calls that are under way. REQUIRES: none begins any more.
  virtual ~Database() = default;

  // When its writes count as done: in memory kNone, whatever the options said.
  virtual Durability durability() const = 0;

  // Whether storage holds writes up at present, because it cannot write to disk as fast as they
  // come: then a write may take as long as that lasts. Costs nothing.
  virtual bool writes_stall() const = 0;
  // Whether writes are taken at present, for health checks: costs nothing, and asks no disk.
  // Errors: kInternal: writes have failed and are refused, such as on a full disk, and the text
  // says why; it names files. Reads go on. A lack of space or of file handles passes some seconds
  // after it is over; after other failures the database has to be opened again.
  virtual Status CheckWritable() = 0;

  // Tables. Errors: kResourceNotFound: no such table; kResourceInUse: there is one of that name
  // already, or what is to be changed is still being created, updated or deleted; kLimitExceeded:
  // more than one index to be created or deleted.
  virtual Result<CreateTableResponse> CreateTable(const CreateTableRequest& request) = 0;
  virtual Result<DescribeTableResponse> DescribeTable(const DescribeTableRequest& request) = 0;
  virtual Result<ListTablesResponse> ListTables(const ListTablesRequest& request) = 0;
  virtual Result<UpdateTableResponse> UpdateTable(const UpdateTableRequest& request) = 0;
  virtual Result<DeleteTableResponse> DeleteTable(const DeleteTableRequest& request) = 0;
  virtual Result<DescribeLimitsResponse> DescribeLimits() = 0;

  // Items. A batch, too, is read or written at one moment, though AWS does not promise it.
  // Errors: kResourceNotFound: no such table; kConditionalCheckFailed: the condition does not hold.
  virtual Result<GetItemResponse> GetItem(const GetItemRequest& request) = 0;
  virtual Result<PutItemResponse> PutItem(const PutItemRequest& request) = 0;
  virtual Result<UpdateItemResponse> UpdateItem(const UpdateItemRequest& request) = 0;
  virtual Result<DeleteItemResponse> DeleteItem(const DeleteItemRequest& request) = 0;
  virtual Result<BatchGetItemResponse> BatchGetItem(const BatchGetItemRequest& request) = 0;
  virtual Result<BatchWriteItemResponse> BatchWriteItem(const BatchWriteItemRequest& request) = 0;

  // One page a call, from one moment: LastEvaluatedKey says where the next begins.
  // Errors: kResourceNotFound: no such table.
  virtual Result<QueryResponse> Query(const QueryRequest& request) = 0;
  virtual Result<ScanResponse> Scan(const ScanRequest& request) = 0;

  // All or nothing, at one moment. Errors: kTransactionCanceled, with a reason for each action in
  // Error::details; kIdempotentParameterMismatch: the token belongs to another request;
  // kResourceNotFound: no such table.
  virtual Result<TransactWriteItemsResponse> TransactWriteItems(
      const TransactWriteItemsRequest& request) = 0;
  virtual Result<TransactGetItemsResponse> TransactGetItems(
      const TransactGetItemsRequest& request) = 0;

  // The API of DynamoDB Streams. Errors: kResourceNotFound: no such stream or shard;
  // kExpiredIterator: the iterator is older than fifteen minutes; kTrimmedDataAccess: the records
  // asked for are older than 24 hours, and gone.
  virtual Result<ListStreamsResponse> ListStreams(const ListStreamsRequest& request) = 0;
  virtual Result<DescribeStreamResponse> DescribeStream(const DescribeStreamRequest& request) = 0;
  virtual Result<GetShardIteratorResponse> GetShardIterator(
      const GetShardIteratorRequest& request) = 0;
  virtual Result<GetRecordsResponse> GetRecords(const GetRecordsRequest& request) = 0;

  // For servers, which have better things to do than to wait. Runs `call` at once, on this thread.
  // In it, calls of this database return when their outcome is decided, without waiting for stable
  // storage. `done` is called when all that they wrote, and all that their answers tell of, is as
  // certain as the durability says: before this returns if it already is, else on a thread of the
  // database. Only then may anybody be told of the answers. An error is kInternal: what was written
  // may be lost or not, and the answers are worth nothing.
  //
  // `done` must return soon, must not throw, and must not call this database. The destructor calls
  // what is still to be called.
  virtual void DeferSync(const std::function<void()>& call,
                         std::function<void(const Status&)> done) = 0;

  // Not of DynamoDB, which does it by itself every four hours, as Basalt does, too: closes the open
  // shards of a stream that is enabled, and opens a child of each. Errors: kResourceNotFound.
  virtual Status RollOverShards(const std::string& stream_arn) = 0;

  // Time to live, tags and other settings. Errors: kResourceNotFound: no such table, index or
  // stream, which is kTableNotFound for continuous backups; kPolicyNotFound: the resource has no
  // policy, or not the revision expected; kResourceInUse: the table is still being created, updated
  // or deleted, which is kContinuousBackupsUnavailable for continuous backups.
  virtual Result<UpdateTimeToLiveResponse> UpdateTimeToLive(
      const UpdateTimeToLiveRequest& request) = 0;
  virtual Result<DescribeTimeToLiveResponse> DescribeTimeToLive(
      const DescribeTimeToLiveRequest& request) = 0;

  virtual Result<TagResourceResponse> TagResource(const TagResourceRequest& request) = 0;
  virtual Result<UntagResourceResponse> UntagResource(const UntagResourceRequest& request) = 0;
  virtual Result<ListTagsOfResourceResponse> ListTagsOfResource(
      const ListTagsOfResourceRequest& request) = 0;

  virtual Result<UpdateContinuousBackupsResponse> UpdateContinuousBackups(
      const UpdateContinuousBackupsRequest& request) = 0;
  virtual Result<DescribeContinuousBackupsResponse> DescribeContinuousBackups(
      const DescribeContinuousBackupsRequest& request) = 0;
  virtual Result<UpdateContributorInsightsResponse> UpdateContributorInsights(
      const UpdateContributorInsightsRequest& request) = 0;
  virtual Result<DescribeContributorInsightsResponse> DescribeContributorInsights(
      const DescribeContributorInsightsRequest& request) = 0;
  virtual Result<ListContributorInsightsResponse> ListContributorInsights(
      const ListContributorInsightsRequest& request) = 0;
  virtual Result<ContributorInsightsReportResponse> ReportContributorInsights(
      const ContributorInsightsReportRequest& request) = 0;
  virtual Result<PutResourcePolicyResponse> PutResourcePolicy(
      const PutResourcePolicyRequest& request) = 0;
  virtual Result<GetResourcePolicyResponse> GetResourcePolicy(
      const GetResourcePolicyRequest& request) = 0;
  virtual Result<DeleteResourcePolicyResponse> DeleteResourcePolicy(
      const DeleteResourcePolicyRequest& request) = 0;
  virtual Result<KinesisStreamingDestinationResponse> EnableKinesisStreamingDestination(
      const KinesisStreamingDestinationRequest& request) = 0;
  virtual Result<KinesisStreamingDestinationResponse> DisableKinesisStreamingDestination(
      const KinesisStreamingDestinationRequest& request) = 0;
  virtual Result<KinesisStreamingDestinationResponse> UpdateKinesisStreamingDestination(
      const KinesisStreamingDestinationRequest& request) = 0;
  virtual Result<DescribeKinesisStreamingDestinationResponse> DescribeKinesisStreamingDestination(
      const DescribeKinesisStreamingDestinationRequest& request) = 0;
};

}  // namespace basalt
