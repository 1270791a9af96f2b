"""Which members the requests of each operation have, by DynamoDB's API reference.

DynamoDB ignores all others, whatever they hold. An endpoint that reads all operations' members alike may refuse one
that is of the wrong type elsewhere; so only the endpoint under test is sent members that its operation does not have.
"""

CONDITIONAL = ["ConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues", "Expected", "ConditionalOperator",
               "ReturnValues", "ReturnValuesOnConditionCheckFailure", "ReturnConsumedCapacity", "ReturnItemCollectionMetrics"]
PAGE = ["IndexName", "Select", "AttributesToGet", "Limit", "ConsistentRead", "ConditionalOperator", "ExclusiveStartKey",
        "ReturnConsumedCapacity", "ProjectionExpression", "FilterExpression", "ExpressionAttributeNames", "ExpressionAttributeValues"]
TABLE = ["AttributeDefinitions", "BillingMode", "ProvisionedThroughput", "StreamSpecification", "SSESpecification", "TableClass",
         "DeletionProtectionEnabled", "OnDemandThroughput", "WarmThroughput"]

MEMBERS = {operation: set(members) for operation, members in {
    "PutItem": ["TableName", "Item"] + CONDITIONAL,
    "DeleteItem": ["TableName", "Key"] + CONDITIONAL,
    "UpdateItem": ["TableName", "Key", "UpdateExpression", "AttributeUpdates"] + CONDITIONAL,
    "GetItem": ["TableName", "Key", "AttributesToGet", "ConsistentRead", "ReturnConsumedCapacity", "ProjectionExpression",
                "ExpressionAttributeNames"],
    "Query": ["TableName", "KeyConditions", "QueryFilter", "ScanIndexForward", "KeyConditionExpression"] + PAGE,
    "Scan": ["TableName", "ScanFilter", "Segment", "TotalSegments"] + PAGE,
    "BatchGetItem": ["RequestItems", "ReturnConsumedCapacity"],
    "BatchWriteItem": ["RequestItems", "ReturnConsumedCapacity", "ReturnItemCollectionMetrics"],
    "TransactGetItems": ["TransactItems", "ReturnConsumedCapacity"],
    "TransactWriteItems": ["TransactItems", "ReturnConsumedCapacity", "ReturnItemCollectionMetrics", "ClientRequestToken"],
    "CreateTable": ["TableName", "KeySchema", "LocalSecondaryIndexes", "GlobalSecondaryIndexes", "Tags", "ResourcePolicy"] + TABLE,
    "UpdateTable": ["TableName", "GlobalSecondaryIndexUpdates", "ReplicaUpdates"] + TABLE,
    "DeleteTable": ["TableName"],
    "DescribeTable": ["TableName"],
    "ListTables": ["ExclusiveStartTableName", "Limit"],
}.items()}


def only_known(operation, request):
    """The request without the members that its operation does not have."""
    known = MEMBERS.get(operation)
    if known is None or not isinstance(request, dict):
        return request
    return {name: member for name, member in request.items() if name in known}
