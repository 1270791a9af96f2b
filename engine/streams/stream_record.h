// A stream as it is stored in the catalog: one item.
//   Id, TableId, TableName, Label, StreamViewType, KeySchema, Created, Enabled, Settles, Secret (32
//   hex digits), NextShard, Shards: a list of {Number, Id, ParentId, HashBegin, HashEnd, Start,
//   End, Opened, Closed, TrimmedTo}
// Times are milliseconds since 1970. What is absent in the stream is absent in the record. Records
// are on users' disks: attributes may be added.
#pragma once

#include <string_view>

#include "basalt/encoded_item.h"
#include "basalt/result.h"
#include "engine/storage/write_set.h"
#include "engine/streams/stream.h"

namespace basalt {

Result<EncodedItem> EncodeStreamRecord(const Stream& stream);

// The stream, without its ARN. Errors: kInternal if `record` is no such item.
Result<Stream> DecodeStreamRecord(std::string_view record);

// The stream as it shall be from the commit of `writes` on.
Status StageStream(const Stream& stream, WriteSet& writes);

// That the stream and all its records shall be gone. Errors: kInternal.
Status StageStreamRemoval(const Store& store, const Stream& stream, WriteSet& writes);

}  // namespace basalt
