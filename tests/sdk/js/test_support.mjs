// What the tests of the AWS SDK for JavaScript share. The endpoint (AWS_ENDPOINT_URL) and the
// credentials come from the environment, as on AWS.
import {randomUUID} from 'node:crypto';

import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import {DynamoDBDocumentClient} from '@aws-sdk/lib-dynamodb';

export const client = new DynamoDBClient({maxAttempts: 1});
export const documents = DynamoDBDocumentClient.from(client);

export const keySchema = (...names) =>
  names.map((AttributeName, at) => ({AttributeName, KeyType: at === 0 ? 'HASH' : 'RANGE'}));

export const attributes = (types) =>
  Object.entries(types).map(([AttributeName, AttributeType]) => ({AttributeName, AttributeType}));

export const index = (IndexName, KeySchema) => ({
  IndexName,
  KeySchema,
  Projection: {ProjectionType: 'ALL'},
});

// A new table's name, once the table is there.
export async function createTable(table = {}) {
  const TableName = `js-${randomUUID().slice(0, 8)}`;
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: attributes({pk: 'S', sk: 'S'}),
      KeySchema: keySchema('pk', 'sk'),
      ...table,
    }),
  );
  await waitUntilTableExists({client, maxWaitTime: 20, minDelay: 1}, {TableName});
  return TableName;
}

export async function deleteTable(TableName) {
  await client.send(new DeleteTableCommand({TableName}));
  await waitUntilTableNotExists({client, maxWaitTime: 20, minDelay: 1}, {TableName});
}
