#!/usr/bin/env bash
# The AWS command line against the endpoint of the environment: a table's life from end to end.
set -euo pipefail

table="cli-$RANDOM$RANDOM"
dynamodb() { aws dynamodb --endpoint-url "$AWS_ENDPOINT_URL" --output text "$@"; }

# expect WHAT WANTED GOT
expect() {
  if [[ $2 != "$3" ]]; then
    echo "FAILED $1: expected '$2', got '$3'" >&2
    exit 1
  fi
  echo "ok $1"
}

dynamodb create-table --table-name "$table" --billing-mode PAY_PER_REQUEST \
  --attribute-definitions AttributeName=pk,AttributeType=S AttributeName=sk,AttributeType=N \
  --key-schema AttributeName=pk,KeyType=HASH AttributeName=sk,KeyType=RANGE >/dev/null
dynamodb wait table-exists --table-name "$table"
expect 'the table is listed' "$table" \
  "$(dynamodb list-tables --query "TableNames[?@=='$table'] | [0]")"

for number in 3 1 2; do
  dynamodb put-item --table-name "$table" \
    --item '{"pk": {"S": "a"}, "sk": {"N": "'$number'"}, "text": {"S": "number '$number'"}}'
done
expect 'a query is in order' $'1\t2\t3' \
  "$(dynamodb query --table-name "$table" --key-condition-expression 'pk = :p' \
    --expression-attribute-values '{":p": {"S": "a"}}' --query 'Items[].sk.N')"
expect 'an item is read' 'number 2' \
  "$(dynamodb get-item --table-name "$table" --key '{"pk": {"S": "a"}, "sk": {"N": "2"}}' \
    --query 'Item.text.S')"
expect 'an item is updated' '5' \
  "$(dynamodb update-item --table-name "$table" --key '{"pk": {"S": "a"}, "sk": {"N": "2"}}' \
    --update-expression 'ADD amount :n' --expression-attribute-values '{":n": {"N": "5"}}' \
    --return-values ALL_NEW --query 'Attributes.amount.N')"
dynamodb delete-item --table-name "$table" --key '{"pk": {"S": "a"}, "sk": {"N": "1"}}'
expect 'a scan counts' '2' "$(dynamodb scan --table-name "$table" --select COUNT --query Count)"

refusal=$(dynamodb get-item --table-name "$table" --key '{"pk": {"S": "a"}}' 2>&1 || true)
expect 'a refusal is told' \
  'An error occurred (ValidationException) when calling the GetItem operation: The provided key element does not match the schema' \
  "$(grep -o 'An error occurred.*' <<<"$refusal")"

dynamodb delete-table --table-name "$table" >/dev/null
dynamodb wait table-not-exists --table-name "$table"
expect 'the table is gone' 'None' \
  "$(dynamodb list-tables --query "TableNames[?@=='$table'] | [0]")"
