package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"syscall"
)

var ready = regexp.MustCompile(`http://(\S+?)[,\s]`)

// Server is one running `basalt serve`.
type Server struct {
	process *exec.Cmd
	address string
}

// The server started last, of which there is one at a time.
var running *Server

func start(binary, directory string, more ...string) (*Server, error) {
	arguments := append([]string{"serve", "--port", "0", "--data", directory}, more...)
	process := exec.Command(binary, arguments...)
	process.Stderr = os.Stderr
	output, err := process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := process.Start(); err != nil {
		return nil, err
	}
	line, _ := bufio.NewReader(output).ReadString('\n')
	found := ready.FindStringSubmatch(line)
	if found == nil {
		process.Process.Kill()
		process.Wait()
		return nil, fmt.Errorf("basalt serve did not say that it is ready: %q", line)
	}
	running = &Server{process, found[1]}
	return running, nil
}

// kill returns when the process is gone, and with it whatever it had not yet done.
func (s *Server) kill() {
	s.process.Process.Kill()
	s.process.Wait()
}

func (s *Server) stop() error {
	s.process.Process.Signal(syscall.SIGTERM)
	return s.process.Wait()
}
