package main

import (
	"encoding/json"
	"fmt"
	"math/rand"

	"github.com/anishathalye/porcupine"
)

// Client does one operation after the other, and remembers when, and what it was told.
type Client struct {
	id      int
	place   Place
	random  *rand.Rand
	now     func() int64
	seen    map[int]int // Of each key of each group, the value seen last.
	values  int
	groups  int
	history []porcupine.Operation
	cut     int // The place in history of what the server's death cut short; -1: nothing.
}

func newClient(id int, place Place, groups int, now func() int64, seed int64) *Client {
	return &Client{id: id, place: place, groups: groups, now: now, seen: map[int]int{},
		random: rand.New(rand.NewSource(seed)), cut: -1}
}

// run goes on until the connection breaks or enough is done; an error is an answer that no correct
// server gives.
func (c *Client) run(address string, operations int) error {
	c.cut = -1
	connection, err := dial(address)
	if err != nil {
		return nil // The server is gone already.
	}
	defer connection.close()
	for ; operations > 0; operations-- {
		input := Input{Group: c.random.Intn(c.groups)}
		send := c.choose(&input)
		begin := c.now()
		output, broken, err := send(connection)
		if err != nil {
			return err
		}
		operation := porcupine.Operation{ClientId: c.id, Input: input, Call: begin,
			Output: output, Return: c.now()}
		c.history = append(c.history, operation)
		if broken {
			c.cut = len(c.history) - 1
			return nil
		}
		c.learn(input, output)
	}
	return nil
}

// died says when the server was surely gone: then the operation that it cut short had happened, or
// never would. One that began later, before the client saw that, never did.
func (c *Client) died(when int64) {
	if c.cut >= 0 {
		cut := &c.history[c.cut]
		cut.Output = Output{Unknown: true}
		cut.Return = when
		if cut.Call > when {
			cut.Return = cut.Call
		}
	}
}

func (c *Client) learn(input Input, output Output) {
	for i, key := range input.Keys {
		c.seen[input.Group*keysOfGroup+key] = output.Items[i].Value
	}
	for _, action := range input.Actions {
		if output.Refused == nil && (action.Kind == Put || action.Kind == Swap) {
			c.seen[input.Group*keysOfGroup+action.Key] = action.Value
		} else if len(output.Items) == 1 {
			c.seen[input.Group*keysOfGroup+action.Key] = output.Items[0].Value
		}
	}
}

func (c *Client) action(group, key int, kinds ...Kind) Action {
	c.values++
	return Action{Kind: kinds[c.random.Intn(len(kinds))], Key: key,
		Value: c.id + c.values*clients, Expect: c.seen[group*keysOfGroup+key]}
}

type sender func(*Connection) (output Output, broken bool, err error)

// choose fills the input in, and says how it is sent.
func (c *Client) choose(input *Input) sender {
	key := c.random.Intn(keysOfGroup)
	switch c.random.Intn(12) {
	case 0, 1, 2, 3:
		action := c.action(input.Group, key, Put, Swap, Swap, Add, Add, Delete)
		input.Actions = []Action{action}
		return func(on *Connection) (Output, bool, error) { return c.write(on, input.Group, action) }
	case 4, 5, 6:
		for _, key := range c.random.Perm(keysOfGroup)[:2+c.random.Intn(3)] {
			action := c.action(input.Group, key, Put, Swap, Add, Delete, Check)
			input.Actions = append(input.Actions, action)
		}
		return func(on *Connection) (Output, bool, error) { return c.transact(on, *input) }
	case 7:
		input.Keys = []int{key}
		return func(on *Connection) (Output, bool, error) { return c.get(on, input.Group, key) }
	case 8, 9:
		input.Keys = c.random.Perm(keysOfGroup)[:2+c.random.Intn(keysOfGroup-1)]
		return func(on *Connection) (Output, bool, error) { return c.transactGet(on, *input) }
	case 10:
		first, end := 0, firstTogether
		table := apart
		if c.random.Intn(2) == 0 {
			first, end, table = firstTogether, keysOfGroup, together
		}
		for key := first; key < end; key++ {
			input.Keys = append(input.Keys, key)
		}
		return func(on *Connection) (Output, bool, error) {
			return c.query(on, *input, object{"TableName": table, "IndexName": index,
				"KeyConditionExpression": "grp = :group"})
		}
	default:
		for key := firstTogether; key < keysOfGroup; key++ {
			input.Keys = append(input.Keys, key)
		}
		return func(on *Connection) (Output, bool, error) {
			return c.query(on, *input, object{"TableName": together, "ConsistentRead": true,
				"KeyConditionExpression": "pk = :group"})
		}
	}
}

// ask sends a request. What is neither done nor refused as `refusal` is an error.
func ask(on *Connection, operation string, request object, refusal string) (
	told answer, refused, broken bool, err error) {
	status, body, failed := on.call(operation, request)
	if failed != nil {
		return told, false, true, nil
	}
	if err := json.Unmarshal(body, &told); err != nil {
		return told, false, false, fmt.Errorf("%s: %v: %s", operation, err, body)
	}
	if status != 200 && (refusal == "" || !told.is(refusal)) {
		return told, false, false, fmt.Errorf("%s: %d %s", operation, status, body)
	}
	return told, status != 200, false, nil
}

func (c *Client) write(on *Connection, group int, action Action) (Output, bool, error) {
	operation, request := c.place.write(group, action)
	request["ReturnValues"] = "ALL_OLD"
	request["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
	told, refused, broken, err := ask(on, operation+"Item", request, "ConditionalCheckFailedException")
	if refused {
		return Output{Refused: []bool{true}, Items: []Item{told.Item.item()}}, broken, err
	}
	return Output{Items: []Item{told.Attributes.item()}}, broken, err
}

func (c *Client) transact(on *Connection, input Input) (Output, bool, error) {
	var actions []object
	for _, action := range input.Actions {
		operation, request := c.place.write(input.Group, action)
		actions = append(actions, object{operation: request})
	}
	told, refused, broken, err := ask(on, "TransactWriteItems", object{"TransactItems": actions},
		"TransactionCanceledException")
	output := Output{}
	if refused {
		for _, reason := range told.CancellationReasons {
			output.Refused = append(output.Refused, reason.Code == "ConditionalCheckFailed")
		}
	}
	return output, broken, err
}

func (c *Client) get(on *Connection, group, key int) (Output, bool, error) {
	table, attributes := c.place.key(group, key)
	told, _, broken, err := ask(on, "GetItem",
		object{"TableName": table, "Key": attributes, "ConsistentRead": true}, "")
	return Output{Items: []Item{told.Item.item()}}, broken, err
}

func (c *Client) transactGet(on *Connection, input Input) (Output, bool, error) {
	var gets []object
	for _, key := range input.Keys {
		table, attributes := c.place.key(input.Group, key)
		gets = append(gets, object{"Get": object{"TableName": table, "Key": attributes}})
	}
	told, _, broken, err := ask(on, "TransactGetItems", object{"TransactItems": gets}, "")
	if broken || err != nil {
		return Output{}, broken, err
	}
	var responses []struct{ Item attributes }
	if err := json.Unmarshal(told.Responses, &responses); err != nil || len(responses) != len(gets) {
		return Output{}, false, fmt.Errorf("TransactGetItems: %v: %s", err, told.Responses)
	}
	output := Output{}
	for _, response := range responses {
		output.Items = append(output.Items, response.Item.item())
	}
	return output, false, nil
}

// query reads all items of a group that one table has, through the table or its index.
func (c *Client) query(on *Connection, input Input, request object) (Output, bool, error) {
	request["ExpressionAttributeValues"] = object{":group": text(c.place.group(input.Group))}
	told, _, broken, err := ask(on, "Query", request, "")
	found := map[int]Item{}
	for _, row := range told.Items {
		key := row.modelKey()
		if _, twice := found[key]; twice {
			return Output{}, false, fmt.Errorf("Query: item %d is there twice", key)
		}
		found[key] = row.item()
	}
	output := Output{}
	for _, key := range input.Keys {
		output.Items = append(output.Items, found[key])
	}
	return output, broken, err
}
