package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"time"
)

// How long an answer may take before the server counts as stuck.
const patience = 30 * time.Second

// Connection speaks DynamoDB's JSON over one HTTP connection: no retries, no pool, nothing that
// would blur when an operation began and ended.
type Connection struct {
	socket net.Conn
	reader *bufio.Reader
}

func dial(address string) (*Connection, error) {
	socket, err := net.DialTimeout("tcp", address, patience)
	if err != nil {
		return nil, err
	}
	return &Connection{socket, bufio.NewReader(socket)}, nil
}

func (c *Connection) close() { c.socket.Close() }

// call returns the status and the body of the answer; an error means that there was none.
func (c *Connection) call(operation string, request interface{}) (int, []byte, error) {
	body, err := json.Marshal(request)
	if err != nil {
		panic(err)
	}
	return c.post("/", "application/x-amz-json-1.0", operation, body)
}

func (c *Connection) post(path, contentType, operation string, body []byte) (int, []byte, error) {
	head := fmt.Sprintf("POST %s HTTP/1.1\r\nHost: localhost\r\n"+
		"Content-Type: %s\r\nX-Amz-Target: DynamoDB_20120810.%s\r\n"+
		"X-Amz-Date: 20260101T000000Z\r\nAuthorization: AWS4-HMAC-SHA256 Credential=local/20260101/"+
		"us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0\r\n"+
		"Content-Length: %d\r\n\r\n", path, contentType, operation, len(body))
	if err := c.socket.SetDeadline(time.Now().Add(patience)); err != nil {
		return 0, nil, err
	}
	if _, err := c.socket.Write(append([]byte(head), body...)); err != nil {
		return 0, nil, err
	}
	return c.receive()
}

func (c *Connection) receive() (status int, body []byte, err error) {
	length := 0
	for number := 0; ; number++ {
		line, err := c.reader.ReadString('\n')
		if err != nil {
			return 0, nil, err
		}
		line = strings.TrimSpace(line)
		if number == 0 {
			status, err = strconv.Atoi(strings.Fields(line)[1])
		} else if name, value, found := strings.Cut(line, ": "); found && strings.EqualFold(name, "Content-Length") {
			length, err = strconv.Atoi(value)
		}
		if err != nil {
			return 0, nil, err
		}
		if line == "" {
			break
		}
	}
	body = make([]byte, length)
	_, err = io.ReadFull(c.reader, body)
	return status, body, err
}
