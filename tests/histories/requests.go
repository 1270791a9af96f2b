package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// The items of a group lie in two tables: the first half under a partition key each, the others in
// one partition. Both tables have an index by group.
const (
	apart         = "apart"
	together      = "together"
	index         = "ByGroup"
	firstTogether = keysOfGroup / 2
)

type object = map[string]interface{}

func text(s string) object { return object{"S": s} }
func number(n int) object  { return object{"N": strconv.Itoa(n)} }

func schema(table string) object {
	key := []object{{"AttributeName": "pk", "KeyType": "HASH"}}
	attributes := []object{{"AttributeName": "pk", "AttributeType": "S"},
		{"AttributeName": "grp", "AttributeType": "S"}}
	if table == together {
		key = append(key, object{"AttributeName": "sk", "KeyType": "RANGE"})
		attributes = append(attributes, object{"AttributeName": "sk", "AttributeType": "N"})
	}
	return object{"TableName": table, "BillingMode": "PAY_PER_REQUEST", "KeySchema": key,
		"StreamSpecification":  object{"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"},
		"AttributeDefinitions": attributes,
		"GlobalSecondaryIndexes": []object{{"IndexName": index,
			"KeySchema":  []object{{"AttributeName": "grp", "KeyType": "HASH"}},
			"Projection": object{"ProjectionType": "ALL"}}}}
}

// Place says where items of the model are, in a run whose groups nobody used before.
type Place struct{ run int }

func (p Place) group(group int) string { return fmt.Sprintf("%d-%d", p.run, group) }

func (p Place) key(group, key int) (table string, attributes object) {
	if key < firstTogether {
		return apart, object{"pk": text(fmt.Sprintf("%s-%d", p.group(group), key))}
	}
	return together, object{"pk": text(p.group(group)), "sk": number(key)}
}

// write is what an action is called on the wire, and its request.
func (p Place) write(group int, action Action) (operation string, request object) {
	table, key := p.key(group, action.Key)
	request = object{"TableName": table}
	values := object{}
	switch action.Kind {
	case Put:
		operation = "Put"
		key["grp"] = text(p.group(group))
		key["v"] = number(action.Value)
		request["Item"] = key
		return operation, request
	case Swap:
		operation = "Update"
		request["UpdateExpression"] = "SET v = :new"
		request["ConditionExpression"] = "v = :old"
		values = object{":new": number(action.Value), ":old": number(action.Expect)}
	case Add:
		operation = "Update"
		request["UpdateExpression"] = "SET grp = :group ADD n :one"
		values = object{":group": text(p.group(group)), ":one": number(1)}
	case Delete:
		request["Key"] = key
		return "Delete", request
	case Check:
		operation = "ConditionCheck"
		request["ConditionExpression"] = "v = :old"
		values = object{":old": number(action.Expect)}
	}
	request["Key"] = key
	request["ExpressionAttributeValues"] = values
	return operation, request
}

type attributes map[string]struct{ S, N string }

func (a attributes) number(name string) int {
	n, _ := strconv.Atoi(a[name].N) // Absent: 0.
	return n
}

func (a attributes) item() Item {
	return Item{Present: len(a) > 0, Value: a.number("v"), Count: a.number("n")}
}

// modelKey is the opposite of key.
func (a attributes) modelKey() int {
	if _, has := a["sk"]; has {
		return a.number("sk")
	}
	pk := a["pk"].S
	n, _ := strconv.Atoi(pk[strings.LastIndexByte(pk, '-')+1:])
	return n
}

// answer is all that any of the operations may answer.
type answer struct {
	Type                string `json:"__type"`
	Item                attributes
	Attributes          attributes
	Items               []attributes
	Responses           json.RawMessage
	CancellationReasons []struct{ Code string }
}

func (a answer) is(exception string) bool { return strings.HasSuffix(a.Type, "#"+exception) }
