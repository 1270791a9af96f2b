// @aws-sdk/client-dynamodb: the typed client, its errors, waiters and paginators.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteTableCommand,
  DescribeTableCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ResourceNotFoundException,
  TransactGetItemsCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  paginateQuery,
  paginateScan,
} from '@aws-sdk/client-dynamodb';

import {attributes, client, createTable, deleteTable, index, keySchema} from './test_support.mjs';

let TableName;
before(async () => {
  TableName = await createTable();
});
after(async () => {
  await deleteTable(TableName);
  client.destroy();
});

test('every type comes back', async () => {
  const Item = {
    pk: {S: 'types'},
    sk: {S: '1'},
    number: {N: '12345678901234567890123456789012345678'},
    binary: {B: new Uint8Array([0, 1, 254, 255])},
    bool: {BOOL: true},
    nothing: {NULL: true},
    list: {L: [{S: 'a'}, {N: '-1.5'}]},
    map: {M: {inner: {M: {}}}},
    strings: {SS: ['a', 'b']},
    numbers: {NS: ['1', '2']},
    binaries: {BS: [new Uint8Array([1]), new Uint8Array([2])]},
  };
  await client.send(new PutItemCommand({TableName, Item}));
  const Key = {pk: Item.pk, sk: Item.sk};
  const got = await client.send(new GetItemCommand({TableName, Key, ConsistentRead: true}));
  assert.deepEqual(got.Item, Item);
});

test('errors are classes, with the item that stood in the way', async () => {
  const Item = {pk: {S: 'once'}, sk: {S: '1'}};
  const put = () =>
    client.send(
      new PutItemCommand({
        TableName,
        Item,
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
  await put();
  await assert.rejects(put, (error) => {
    assert.ok(error instanceof ConditionalCheckFailedException);
    assert.equal(error.message, 'The conditional request failed');
    assert.deepEqual(error.Item, Item);
    assert.equal(error.$metadata.httpStatusCode, 400);
    return true;
  });
  await assert.rejects(
    client.send(new DescribeTableCommand({TableName: 'no-such-table'})),
    ResourceNotFoundException,
  );
});

test('an update returns what changed', async () => {
  const answer = await client.send(
    new UpdateItemCommand({
      TableName,
      Key: {pk: {S: 'update'}, sk: {S: '1'}},
      UpdateExpression: 'SET #l = list_append(if_not_exists(#l, :none), :more) ADD n :one',
      ExpressionAttributeNames: {'#l': 'list'},
      ExpressionAttributeValues: {':none': {L: []}, ':more': {L: [{S: 'x'}]}, ':one': {N: '1'}},
      ReturnValues: 'UPDATED_NEW',
    }),
  );
  assert.deepEqual(answer.Attributes, {list: {L: [{S: 'x'}]}, n: {N: '1'}});
});

test('batches and paginators', async () => {
  const keys = Array.from({length: 25}, (_, at) => ({
    pk: {S: 'batch'},
    sk: {S: String(at).padStart(2, '0')},
  }));
  const written = await client.send(
    new BatchWriteItemCommand({
      RequestItems: {[TableName]: keys.map((Item) => ({PutRequest: {Item}}))},
    }),
  );
  assert.deepEqual(written.UnprocessedItems, {});
  const read = await client.send(
    new BatchGetItemCommand({RequestItems: {[TableName]: {Keys: keys}}}),
  );
  assert.equal(read.Responses[TableName].length, 25);

  const query = {
    TableName,
    KeyConditionExpression: 'pk = :p',
    ExpressionAttributeValues: {':p': {S: 'batch'}},
    ScanIndexForward: false,
  };
  const sortKeys = [];
  for await (const page of paginateQuery({client, pageSize: 7}, query)) {
    sortKeys.push(...page.Items.map((item) => item.sk.S));
  }
  assert.deepEqual(sortKeys, keys.map((key) => key.sk.S).reverse());

  let scanned = 0;
  for await (const page of paginateScan({client, pageSize: 10}, {TableName})) scanned += page.Count;
  assert.ok(scanned >= 25);
});

test('transactions: all, or none with the reasons', async () => {
  const put = (sk, more) => ({Put: {TableName, Item: {pk: {S: 't'}, sk: {S: sk}}, ...more}});
  await client.send(new TransactWriteItemsCommand({TransactItems: [put('a'), put('b')]}));
  const read = await client.send(
    new TransactGetItemsCommand({
      TransactItems: ['a', 'none', 'b'].map((sk) => ({
        Get: {TableName, Key: {pk: {S: 't'}, sk: {S: sk}}},
      })),
    }),
  );
  assert.deepEqual(read.Responses.map((found) => found.Item?.sk.S), ['a', undefined, 'b']);
  await assert.rejects(
    client.send(
      new TransactWriteItemsCommand({
        TransactItems: [put('c'), put('a', {ConditionExpression: 'attribute_not_exists(pk)'})],
      }),
    ),
    (error) => {
      assert.ok(error instanceof TransactionCanceledException);
      assert.deepEqual(
        error.CancellationReasons.map((reason) => reason.Code),
        ['None', 'ConditionalCheckFailed'],
      );
      return true;
    },
  );
});

test('deletion protection', async () => {
  const name = await createTable({DeletionProtectionEnabled: true});
  await assert.rejects(client.send(new DeleteTableCommand({TableName: name})), {
    name: 'ValidationException',
  });
  await client.send(new UpdateTableCommand({TableName: name, DeletionProtectionEnabled: false}));
  await deleteTable(name);
  const listed = await client.send(new ListTablesCommand({}));
  assert.ok(!listed.TableNames.includes(name));
});

test('an index key of several attributes', async () => {
  const several = (names, KeyType) => names.map((AttributeName) => ({AttributeName, KeyType}));
  const name = await createTable({
    AttributeDefinitions: attributes({pk: 'S', team: 'S', year: 'N', kind: 'S', rank: 'N'}),
    KeySchema: keySchema('pk'),
    GlobalSecondaryIndexes: [
      index('ByTeam', [...several(['team', 'year'], 'HASH'), ...several(['kind', 'rank'], 'RANGE')]),
    ],
  });
  for (const [pk, rank] of [['a', '10'], ['b', '9'], ['c', '-1']]) {
    const Item = {pk: {S: pk}, team: {S: 'red'}, year: {N: '2025'}, kind: {S: 'k'}, rank: {N: rank}};
    await client.send(new PutItemCommand({TableName: name, Item}));
  }
  await client.send(new PutItemCommand({TableName: name, Item: {pk: {S: 'd'}, team: {S: 'red'}}}));
  const found = await client.send(
    new QueryCommand({
      TableName: name,
      IndexName: 'ByTeam',
      KeyConditionExpression: 'team = :t AND #y = :y AND kind = :k AND #r > :r',
      ExpressionAttributeNames: {'#y': 'year', '#r': 'rank'},
      ExpressionAttributeValues: {
        ':t': {S: 'red'}, ':y': {N: '2025'}, ':k': {S: 'k'}, ':r': {N: '0'},
      },
    }),
  );
  assert.deepEqual(found.Items.map((item) => item.pk.S), ['b', 'a']);
  await deleteTable(name);
});
