// Histories of concurrent clients, with kill -9 in between, checked for strict serializability.
//
//	go run . -binary build/release/basalt [-rounds 1] [-seed N]
//	go run . -binary build/release/basalt -soak 1h
//
// Clients write single items on conditions, count, transact over several items of two tables, and
// read: single items, transactions, partitions, indexes. What they asked, when, and what they were
// told is checked by porcupine: there must be an order of all operations, each at one moment between
// its begin and its end, in which every answer is right. What a crash cut short may have happened or
// not. Exit code 0 if there is such an order, and none for a history that is falsified.
//
// A soak loads one server with the same operations: no error, no second without any done, memory
// that does not grow, and a data directory that verifies at the end.
package main

import (
	"flag"
	"fmt"
	"math/rand"
	"os"
	"sort"
	"sync"
	"time"

	"github.com/anishathalye/porcupine"
)

const (
	clients            = 8
	groups             = 4
	livesOfRound       = 4    // Each of them ends by a kill, but for the last.
	operationsOfLife   = 1500 // Of each client, at most.
	lifeMillisecondMax = 900
	checkTimeout       = 5 * time.Minute
)

// Leaves no server behind.
func fail(format string, arguments ...interface{}) {
	fmt.Printf("FAILED: "+format+"\n", arguments...)
	if running != nil {
		running.kill()
	}
	os.Exit(1)
}

func createTables(address string) {
	connection, err := dial(address)
	if err != nil {
		fail("%v", err)
	}
	defer connection.close()
	for _, table := range []string{apart, together} {
		if status, body, err := connection.call("CreateTable", schema(table)); status != 200 {
			fail("CreateTable: %v %s", err, body)
		}
	}
}

// live lets all clients loose on one server, until they are done or it is killed.
func live(server *Server, all []*Client, now func() int64, killAfter time.Duration) {
	var running sync.WaitGroup
	for _, client := range all {
		running.Add(1)
		go func(client *Client) {
			defer running.Done()
			if err := client.run(server.address, operationsOfLife); err != nil {
				fail("%v", err)
			}
		}(client)
	}
	if killAfter > 0 {
		time.Sleep(killAfter)
		server.kill()
		death := now()
		running.Wait()
		for _, client := range all {
			client.died(death)
		}
		return
	}
	running.Wait()
	for _, client := range all {
		if client.cut >= 0 {
			fail("a connection broke though nobody killed the server")
		}
	}
	if err := server.stop(); err != nil {
		fail("the server did not end cleanly: %v", err)
	}
}

// record is the history of one round, in the order in which operations began.
func record(binary, directory string, round int, random *rand.Rand) []porcupine.Operation {
	began := time.Now()
	now := func() int64 { return time.Since(began).Nanoseconds() }
	var all []*Client
	for id := 0; id < clients; id++ {
		all = append(all, newClient(id, Place{round}, groups, now, random.Int63()))
	}
	for life := 1; life <= livesOfRound; life++ {
		durability := []string{"commit", "interval"}[random.Intn(2)]
		server, err := start(binary, directory, "--durability", durability)
		if err != nil {
			fail("%v", err)
		}
		if round == 0 && life == 1 {
			createTables(server.address)
		}
		killAfter := time.Duration(0)
		if life < livesOfRound {
			killAfter = time.Duration(1+random.Intn(lifeMillisecondMax)) * time.Millisecond
		}
		live(server, all, now, killAfter)
	}
	var history []porcupine.Operation
	for _, client := range all {
		history = append(history, client.history...)
	}
	sort.Slice(history, func(i, j int) bool { return history[i].Call < history[j].Call })
	return history
}

// falsified is the history with one answer of a read changed into what was never there. Nil: it has
// no read of a single item.
func falsified(history []porcupine.Operation, random *rand.Rand) []porcupine.Operation {
	for tries := 0; tries < 1000; tries++ {
		late := random.Intn(len(history))
		input, output := history[late].Input.(Input), history[late].Output.(Output)
		if len(input.Keys) != 1 || output.Unknown || output.Items[0].Value == 0 {
			continue
		}
		changed := append([]porcupine.Operation(nil), history...)
		changed[late].Output = Output{Items: []Item{{Present: true, Value: -1}}}
		return changed
	}
	return nil
}

func check(history []porcupine.Operation) porcupine.CheckResult {
	return porcupine.CheckOperationsTimeout(model, history, checkTimeout)
}

func describe(history []porcupine.Operation) string {
	cut, transactions, refused := 0, 0, 0
	for _, operation := range history {
		output := operation.Output.(Output)
		if output.Unknown {
			cut++
		}
		if len(operation.Input.(Input).Actions) > 1 {
			transactions++
		}
		if output.Refused != nil {
			refused++
		}
	}
	return fmt.Sprintf("%d operations, %d transactions, %d refused, %d cut short by a kill",
		len(history), transactions, refused, cut)
}

func main() {
	binary := flag.String("binary", "build/release/basalt", "the server")
	rounds := flag.Int("rounds", 1, "histories to record and check")
	seed := flag.Int64("seed", time.Now().UnixNano(), "of the random choices")
	soakTime := flag.Duration("soak", 0, "instead: load one server that long, and watch it")
	flag.Parse()
	fmt.Printf("to repeat the choices: -seed %d\n", *seed)
	random := rand.New(rand.NewSource(*seed))
	directory, err := os.MkdirTemp("", "basalt-histories-")
	if err != nil {
		fail("%v", err)
	}
	defer os.RemoveAll(directory)
	if *soakTime > 0 {
		soak(*binary, directory, *soakTime, random)
		return
	}

	for round := 0; round < *rounds; round++ {
		history := record(*binary, directory, round, random)
		began := time.Now()
		result := check(history)
		fmt.Printf("round %d: %s; checked in %.1f s: %s\n", round, describe(history),
			time.Since(began).Seconds(), result)
		if result != porcupine.Ok {
			_, information := porcupine.CheckOperationsVerbose(model, history, checkTimeout)
			if err := porcupine.VisualizePath(model, information, "history.html"); err == nil {
				fmt.Println("see history.html")
			}
			fail("there is no order in which every answer is right (or none was found in time)")
		}
		if changed := falsified(history, random); changed != nil && check(changed) != porcupine.Illegal {
			fail("the checker accepts a history that is falsified")
		}
	}
}
