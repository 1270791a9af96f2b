package main

import (
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"sync/atomic"
	"time"
)

// A load that could go on for ever: the items are always the same ones, and the server's clock runs
// fast, so that what streams and tokens keep comes to its end.
const (
	soakGroups       = 1000
	sampleInterval   = 100 * time.Millisecond
	clockHourEvery   = 10 * time.Second // An hour of the server's clock.
	stallMax         = time.Second
	steadyAfterHours = 26 // Streams keep 24.
	// What memory may grow by between the middle and the end of a long soak: two write buffers.
	growthKilobytesMax = 128 * 1024
	memoryKilobytesMax = 1024 * 1024
)

// Watch counts what clients get done, and sees what the server takes.
type Watch struct {
	done     atomic.Int64
	running  atomic.Bool
	longest  time.Duration // In which nothing at all was done.
	memories []int         // Kilobytes, a sample each interval.
}

var residentSize = regexp.MustCompile(`VmRSS:\s+(\d+) kB`)

func memoryOf(process int) int {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", process))
	found := residentSize.FindSubmatch(status)
	if found == nil {
		fail("the server is gone")
	}
	kilobytes, _ := strconv.Atoi(string(found[1]))
	return kilobytes
}

func (w *Watch) watch(server *Server, duration time.Duration) {
	began := time.Now()
	progress, last := time.Now(), int64(0)
	hour := time.Now()
	for time.Since(began) < duration {
		time.Sleep(sampleInterval)
		if done := w.done.Load(); done != last {
			progress, last = time.Now(), done
		}
		if still := time.Since(progress); still > w.longest {
			w.longest = still
		}
		w.memories = append(w.memories, memoryOf(server.process.Process.Pid))
		if time.Since(hour) > clockHourEvery {
			hour = time.Now()
			advanceClock(server.address)
		}
	}
}

func advanceClock(address string) {
	connection, err := dial(address)
	if err != nil {
		fail("%v", err)
	}
	defer connection.close()
	status, body, err := connection.post("/_basalt/clock", "application/json", "",
		[]byte(`{"Action":"ADVANCE","Seconds":3600}`))
	if status != 200 {
		fail("the clock does not move: %v %s", err, body)
	}
}

func highest(samples []int) (high int) {
	for _, sample := range samples {
		if sample > high {
			high = sample
		}
	}
	return high
}

// load does operations until the watch is over. Returns the longest that one took.
func (c *Client) load(address string, watch *Watch) (longest time.Duration, err error) {
	connection, err := dial(address)
	if err != nil {
		return 0, err
	}
	defer connection.close()
	for watch.running.Load() {
		input := Input{Group: c.random.Intn(c.groups)}
		send := c.choose(&input)
		began := time.Now()
		output, broken, err := send(connection)
		if err != nil || broken {
			return longest, fmt.Errorf("broken connection, or %w", err)
		}
		if took := time.Since(began); took > longest {
			longest = took
		}
		c.learn(input, output)
		watch.done.Add(1)
	}
	return longest, nil
}

func soak(binary, directory string, duration time.Duration, random *rand.Rand) {
	server, err := start(binary, directory, "--durability", "interval", "--admin")
	if err != nil {
		fail("%v", err)
	}
	createTables(server.address)
	watch := &Watch{}
	watch.running.Store(true)
	slowest := make(chan time.Duration, clients)
	for id := 0; id < clients; id++ {
		client := newClient(id, Place{0}, soakGroups, nil, random.Int63())
		go func() {
			longest, err := client.load(server.address, watch)
			if err != nil {
				fail("%v", err)
			}
			slowest <- longest
		}()
	}
	watch.watch(server, duration)
	watch.running.Store(false)
	longest := time.Duration(0)
	for id := 0; id < clients; id++ {
		if took := <-slowest; took > longest {
			longest = took
		}
	}
	if err := server.stop(); err != nil {
		fail("the server did not end cleanly: %v", err)
	}
	report(watch, duration, longest)
	if told, err := exec.Command(binary, "inspect", directory, "--verify").CombinedOutput(); err != nil {
		fail("inspect --verify: %s", told)
	}
}

func report(watch *Watch, duration, longest time.Duration) {
	third := len(watch.memories) / 3
	middle, end := highest(watch.memories[third:2*third]), highest(watch.memories[2*third:])
	fmt.Printf("%d operations in %s (%.0f/s); slowest %d ms, longest without any %d ms; "+
		"memory in thirds %d, %d, %d MB\n", watch.done.Load(), duration,
		float64(watch.done.Load())/duration.Seconds(), longest.Milliseconds(),
		watch.longest.Milliseconds(), highest(watch.memories[:third])/1024, middle/1024, end/1024)
	if watch.longest > stallMax {
		fail("nothing was done for %s", watch.longest)
	}
	if end > memoryKilobytesMax {
		fail("the server takes %d MB", end/1024)
	}
	if duration > 3*steadyAfterHours*clockHourEvery && end > middle+growthKilobytesMax {
		fail("memory still grows")
	}
}
