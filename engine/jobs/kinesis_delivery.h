// Bringing changes from outboxes (engine/streams/outbox.h) to the sink that stands for Kinesis.
#pragma once

#include <cstddef>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "basalt/engine_listener.h"
#include "basalt/kinesis_sink.h"
#include "basalt/result.h"
#include "engine/storage/store.h"
#include "engine/streams/outbox.h"
#include "engine/streams/streams.h"

namespace basalt {

// Writers never wait for it: what the sink does not take stays in the store, and is offered again.
// Borrows all; they must outlive it. Thread-safety: none.
class KinesisDelivery {
 public:
  KinesisDelivery(Store& store, Streams& streams, KinesisSink* sink, EngineListener& listener)
      : store_(store), streams_(streams), sink_(sink), listener_(listener) {}

  // Delivers what is committed by now, each outbox in order, and removes outboxes that are empty
  // and closed; without a sink only the latter. Stops early once `stop` says so. The listener is
  // told what fails, of storage or of the sink, exceptions included; the other outboxes are seen to
  // nevertheless.
  void Deliver(const std::stop_token& stop = {});

  bool HasOutboxes() const;  // Or the store cannot be read. Thread-safe.

 private:
  struct Page {
    std::vector<KinesisRecord> records;
    SequenceNumber next = 0;  // Beyond the records.
  };

  void Failed(const std::string& stream_name, const Error& error);
  Result<std::vector<Outbox>> ReadOutboxes();
  Status DeliverOne(const Outbox& outbox, SequenceNumber readable, const std::stop_token& stop);
  Result<Page> ReadPage(const Outbox& outbox, SequenceNumber begin, SequenceNumber end) const;
  Status Erase(const Outbox& outbox, SequenceNumber begin, SequenceNumber end);
  Status Remove(const Outbox& outbox);

  Store& store_;
  Streams& streams_;
  KinesisSink* const sink_;
  EngineListener& listener_;
  // By outbox, what is not delivered starts here at the earliest: erased rows need not be passed.
  std::map<StreamId, SequenceNumber> positions_;
};

}  // namespace basalt
