package main

import (
	"fmt"

	"github.com/anishathalye/porcupine"
)

// How many items a group has. Transactions and queries stay within one group, so that the history
// of each group can be checked by itself.
const keysOfGroup = 6

// Item is what the model knows of one: absent items are all zero.
type Item struct {
	Present bool
	Value   int // Of the last put or swap; every write has one of its own. 0: none.
	Count   int // How often it was added to since it was put.
}

// An item that was only added to has no value to be compared with.
func (i Item) has(value int) bool { return i.Value != 0 && i.Value == value }

// State is of one group.
type State [keysOfGroup]Item

type Kind int

const (
	Put    Kind = iota // Value, whatever was there.
	Swap               // Value, if Expect is there.
	Add                // One to the count, of an item that may be absent.
	Delete             // Whatever was there.
	Check              // That Expect is there. In transactions only.
)

// Action is one write, by itself or in a transaction.
type Action struct {
	Kind   Kind
	Key    int
	Value  int
	Expect int
}

// Input is what a client asks for: actions, all or nothing, or else items to be read at one moment.
type Input struct {
	Group   int
	Actions []Action
	Keys    []int
}

// Output is what it was told.
type Output struct {
	Unknown bool   // The server died first.
	Refused []bool // Of each action; empty: all are done.
	Items   []Item // Those that were read; of a single write, the one before.
}

func apply(state State, action Action) (State, bool) {
	item := &state[action.Key]
	switch action.Kind {
	case Put:
		*item = Item{Present: true, Value: action.Value}
	case Swap:
		if !item.has(action.Expect) {
			return state, false
		}
		item.Value = action.Value
	case Add:
		item.Present = true
		item.Count++
	case Delete:
		*item = Item{}
	case Check:
		return state, item.has(action.Expect)
	}
	return state, true
}

// write does all actions or none; refused says which do not hold, and is nil if all do.
func write(state State, actions []Action) (after State, refused []bool) {
	after = state
	told := make([]bool, len(actions))
	for i, action := range actions {
		next, ok := apply(after, action)
		if !ok {
			told[i] = true
			refused = told
		}
		after = next
	}
	if refused != nil {
		return state, refused
	}
	return after, nil
}

func sameRefusals(one, two []bool) bool {
	if len(one) != len(two) {
		return false
	}
	for i := range one {
		if one[i] != two[i] {
			return false
		}
	}
	return true
}

// step says what the state may be after an operation; nothing, if it cannot have been answered so.
func step(state State, input Input, output Output) []interface{} {
	if len(input.Actions) == 0 {
		for i, key := range input.Keys {
			if !output.Unknown && output.Items[i] != state[key] {
				return nil
			}
		}
		return []interface{}{state}
	}
	after, refused := write(state, input.Actions)
	if output.Unknown {
		if after == state {
			return []interface{}{state}
		}
		return []interface{}{state, after}
	}
	if !sameRefusals(refused, output.Refused) {
		return nil
	}
	if len(output.Items) == 1 && output.Items[0] != state[input.Actions[0].Key] {
		return nil
	}
	return []interface{}{after}
}

// model is a group of items that starts empty, on which operations happen one after the other.
var model = (&porcupine.NondeterministicModel{
	Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
		groups := map[int][]porcupine.Operation{}
		for _, operation := range history {
			group := operation.Input.(Input).Group
			groups[group] = append(groups[group], operation)
		}
		var parts [][]porcupine.Operation
		for _, part := range groups {
			parts = append(parts, part)
		}
		return parts
	},
	Init: func() []interface{} { return []interface{}{State{}} },
	Step: func(state, input, output interface{}) []interface{} {
		return step(state.(State), input.(Input), output.(Output))
	},
	DescribeOperation: func(input, output interface{}) string {
		return fmt.Sprintf("%+v -> %+v", input, output)
	},
}).ToModel()
