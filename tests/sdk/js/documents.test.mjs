// @aws-sdk/lib-dynamodb: items as plain JavaScript values.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
  paginateQuery,
} from '@aws-sdk/lib-dynamodb';

import {client, createTable, deleteTable, documents} from './test_support.mjs';

let TableName;
before(async () => {
  TableName = await createTable();
});
after(async () => {
  await deleteTable(TableName);
  client.destroy();
});

test('plain values come back', async () => {
  const Item = {
    pk: 'plain',
    sk: '1',
    text: 'héllo',
    number: -1.5,
    flag: false,
    nothing: null,
    list: [1, 'two', {three: [3]}],
    set: new Set(['a', 'b']),
    numbers: new Set([1, 2]),
    bytes: new Uint8Array([0, 255]),
  };
  await documents.send(new PutCommand({TableName, Item}));
  const got = await documents.send(new GetCommand({TableName, Key: {pk: 'plain', sk: '1'}}));
  assert.deepEqual(got.Item, Item);
});

test('update and delete return attributes', async () => {
  const Key = {pk: 'update', sk: '1'};
  const updated = await documents.send(
    new UpdateCommand({
      TableName,
      Key,
      UpdateExpression: 'SET a = :a, b.c = :c',
      ExpressionAttributeValues: {':a': 1, ':c': 2},
      ReturnValues: 'ALL_NEW',
    }),
  ).catch((error) => error);
  assert.equal(updated.name, 'ValidationException');
  assert.equal(
    updated.message,
    'The document path provided in the update expression is invalid for update',
  );
  await documents.send(new PutCommand({TableName, Item: {...Key, b: {}}}));
  await documents.send(
    new UpdateCommand({
      TableName,
      Key,
      UpdateExpression: 'SET b.c = :c',
      ExpressionAttributeValues: {':c': 2},
    }),
  );
  const deleted = await documents.send(
    new DeleteCommand({TableName, Key, ReturnValues: 'ALL_OLD'}),
  );
  assert.deepEqual(deleted.Attributes, {...Key, b: {c: 2}});
});

test('batches, queries and scans', async () => {
  const items = Array.from({length: 20}, (_, n) => ({pk: 'many', sk: `s${100 + n}`, n}));
  await documents.send(
    new BatchWriteCommand({
      RequestItems: {[TableName]: items.map((Item) => ({PutRequest: {Item}}))},
    }),
  );
  const got = await documents.send(
    new BatchGetCommand({
      RequestItems: {[TableName]: {Keys: items.slice(0, 3).map(({pk, sk}) => ({pk, sk}))}},
    }),
  );
  assert.deepEqual(got.Responses[TableName].map((item) => item.n).sort(), [0, 1, 2]);

  const query = {
    TableName,
    KeyConditionExpression: 'pk = :p AND sk BETWEEN :a AND :b',
    FilterExpression: 'n <> :skip',
    ExpressionAttributeValues: {':p': 'many', ':a': 's105', ':b': 's109', ':skip': 7},
  };
  const answer = await documents.send(new QueryCommand(query));
  assert.deepEqual(answer.Items.map((item) => item.n), [5, 6, 8, 9]);
  assert.equal(answer.ScannedCount, 5);

  const paged = [];
  for await (const page of paginateQuery({client: documents, pageSize: 2}, query)) {
    paged.push(...page.Items.map((item) => item.n));
  }
  assert.deepEqual(paged, [5, 6, 8, 9]);

  const scan = await documents.send(
    new ScanCommand({
      TableName,
      FilterExpression: 'pk = :p AND n >= :n',
      ProjectionExpression: 'n',
      ExpressionAttributeValues: {':p': 'many', ':n': 18},
    }),
  );
  assert.deepEqual(scan.Items.map((item) => item.n).sort(), [18, 19]);
});

test('a transaction with a token counts once', async () => {
  const count = () =>
    documents.send(
      new TransactWriteCommand({
        ClientRequestToken: `token-${TableName}`,
        TransactItems: [
          {
            Update: {
              TableName,
              Key: {pk: 'count', sk: '1'},
              UpdateExpression: 'ADD n :one',
              ExpressionAttributeValues: {':one': 1},
            },
          },
        ],
      }),
    );
  await count();
  await count();
  const got = await documents.send(new GetCommand({TableName, Key: {pk: 'count', sk: '1'}}));
  assert.equal(got.Item.n, 1);
});
