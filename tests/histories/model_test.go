package main

import (
	"testing"

	"github.com/anishathalye/porcupine"
)

// at makes an operation of one group that lasted from call to end.
func at(call, end int64, input Input, output Output) porcupine.Operation {
	return porcupine.Operation{Input: input, Call: call, Output: output, Return: end}
}

func put(key, value int) Input      { return Input{Actions: []Action{{Put, key, value, 0}}} }
func swap(key, was, to int) Input   { return Input{Actions: []Action{{Swap, key, to, was}}} }
func add(key int) Input             { return Input{Actions: []Action{{Kind: Add, Key: key}}} }
func read(keys ...int) Input        { return Input{Keys: keys} }
func both(one, two Action) Input    { return Input{Actions: []Action{one, two}} }
func saw(items ...Item) Output      { return Output{Items: items} }
func item(value int) Item           { return Item{Present: true, Value: value} }
func counted(value, count int) Item { return Item{true, value, count} }

var none = Item{}
var lost = Output{Unknown: true}

func TestHistories(t *testing.T) {
	cases := []struct {
		name    string
		good    bool
		history []porcupine.Operation
	}{
		{"a read of what was written", true, []porcupine.Operation{
			at(0, 1, put(0, 7), saw(none)), at(2, 3, read(0), saw(item(7)))}},
		{"concurrent: old or new", true, []porcupine.Operation{
			at(0, 5, put(0, 7), saw(none)), at(1, 2, read(0), saw(none)),
			at(3, 4, read(0), saw(item(7)))}},
		{"new, then old", false, []porcupine.Operation{
			at(0, 5, put(0, 7), saw(none)), at(1, 2, read(0), saw(item(7))),
			at(3, 4, read(0), saw(none))}},
		{"a stale read", false, []porcupine.Operation{
			at(0, 1, put(0, 7), saw(none)), at(2, 3, put(0, 8), saw(item(7))),
			at(4, 5, read(0), saw(item(7)))}},
		{"a lost update", false, []porcupine.Operation{
			at(0, 1, put(0, 1), saw(none)),
			at(2, 5, swap(0, 1, 2), saw(item(1))), at(3, 6, swap(0, 1, 3), saw(item(1)))}},
		{"a lost increment", false, []porcupine.Operation{
			at(0, 3, add(0), saw(none)), at(1, 4, add(0), saw(none)),
			at(5, 6, read(0), saw(counted(0, 1)))}},
		{"write skew", false, []porcupine.Operation{
			at(0, 1, put(0, 1), saw(none)), at(2, 3, put(1, 2), saw(none)),
			at(4, 7, both(Action{Check, 0, 0, 1}, Action{Put, 1, 5, 0}), Output{}),
			at(5, 8, both(Action{Check, 1, 0, 2}, Action{Put, 0, 6, 0}), Output{})}},
		{"read skew", false, []porcupine.Operation{
			at(0, 1, put(0, 1), saw(none)), at(2, 3, put(1, 2), saw(none)),
			at(4, 7, both(Action{Put, 0, 3, 0}, Action{Put, 1, 4, 0}), Output{}),
			at(5, 6, read(0, 1), saw(item(3), item(2)))}},
		{"a torn transaction", false, []porcupine.Operation{
			at(0, 4, both(Action{Put, 0, 3, 0}, Action{Put, 1, 4, 0}), lost),
			at(5, 6, read(0, 1), saw(item(3), none))}},
		{"what a crash cut short may be there", true, []porcupine.Operation{
			at(0, 4, put(0, 3), lost), at(5, 6, read(0), saw(item(3)))}},
		{"or not", true, []porcupine.Operation{
			at(0, 4, put(0, 3), lost), at(5, 6, read(0), saw(none))}},
		{"but not come back", false, []porcupine.Operation{
			at(0, 4, put(0, 3), lost), at(5, 6, read(0), saw(none)),
			at(7, 8, read(0), saw(item(3)))}},
		{"what was acknowledged before a crash is gone", false, []porcupine.Operation{
			at(0, 1, put(0, 3), saw(none)), at(2, 3, put(1, 4), lost),
			at(4, 5, read(0), saw(none))}},
		{"the wrong action refused", false, []porcupine.Operation{
			at(0, 1, both(Action{Check, 0, 0, 1}, Action{Put, 1, 5, 0}),
				Output{Refused: []bool{false, true}})}},
		{"done though refused", false, []porcupine.Operation{
			at(0, 1, both(Action{Check, 0, 0, 1}, Action{Put, 1, 5, 0}),
				Output{Refused: []bool{true, false}}),
			at(2, 3, read(1), saw(item(5)))}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if porcupine.CheckOperations(model, c.history) != c.good {
				t.Errorf("the checker should say %v", c.good)
			}
		})
	}
}

func TestNoOperationEndsBeforeItBegins(t *testing.T) {
	client := newClient(0, Place{}, 1, func() int64 { return 0 }, 1)
	client.history = []porcupine.Operation{{Call: 20}}
	client.cut = 0
	client.died(10)
	if client.history[0].Return < client.history[0].Call {
		t.Error("an operation that began after the server's death ends before it began")
	}
}
