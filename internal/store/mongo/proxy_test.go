package mongo_test

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/store/mongo"
	"tulos/internal/store/mongo/mongotest"
	"tulos/internal/store/storetest"
)

// proxy stands before the stand-in and passes itself off as a replica set: it
// answers the ends of transactions itself, and other commands where a test
// wants it, as a server in trouble does.
type proxy struct {
	upstream string
	listener net.Listener

	mu      sync.Mutex
	answers map[string]func(n int) bson.D
	seen    map[string]int
}

var done = bson.D{{Key: "ok", Value: 1}}

// fault is what a server answers that refuses a command.
func fault(code int, message string, labels ...string) bson.D {
	return bson.D{
		{Key: "ok", Value: 0},
		{Key: "code", Value: code},
		{Key: "errmsg", Value: message},
		{Key: "errorLabels", Value: labels},
	}
}

// startProxy returns a proxy and how to open a database of its own through it.
// Where a real replica set is under test, ok is false: it may need passwords,
// certificates and several hosts.
func startProxy(t *testing.T) (p *proxy, config mongo.Config, ok bool) {
	t.Helper()
	s := mongotest.Find(t)
	if os.Getenv("TULOS_TEST_MONGODB") != "" {
		t.Log(storetest.Unproven + "a server in trouble (it can be done to the stand-in alone)")
		return nil, mongo.Config{}, false
	}
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	check(t, err)
	p = &proxy{
		upstream: strings.Trim(strings.TrimPrefix(s.URI, "mongodb://"), "/"),
		listener: l,
		seen:     map[string]int{},
		answers: map[string]func(int) bson.D{
			"commitTransaction": func(int) bson.D { return done },
			"abortTransaction":  func(int) bson.D { return done },
		},
	}
	var wg sync.WaitGroup
	wg.Go(func() { p.serve(&wg) })
	t.Cleanup(func() {
		l.Close()
		wg.Wait()
	})
	uri := "mongodb://" + l.Addr().String() + "/?directConnection=true"
	return p, mongo.Config{URI: uri, Database: s.Database(t)}, true
}

// answer makes the proxy answer a command itself; n counts from 0, and nil
// hands the command on.
func (p *proxy) answer(command string, f func(n int) bson.D) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answers[command] = f
	p.seen[command] = 0
}

// first refuses the command so many times.
func (p *proxy) first(times int, command string, with, then bson.D) {
	p.answer(command, func(n int) bson.D {
		if n < times {
			return with
		}
		return then
	})
}

func (p *proxy) count(command string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seen[command]
}

func (p *proxy) answerTo(command string) bson.D {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := p.seen[command]
	p.seen[command]++
	if f := p.answers[command]; f != nil {
		return f(n)
	}
	return nil
}

func (p *proxy) serve(wg *sync.WaitGroup) {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		wg.Go(func() {
			defer client.Close()
			server, err := net.Dial("tcp", p.upstream)
			if err != nil {
				return
			}
			defer server.Close()
			for p.exchange(client, server) == nil {
			}
		})
	}
}

// The operations of the wire protocol, and where the first document begins.
const (
	opReply, replyBody = 1, 16 + 20
	opMsg, msgBody     = 2013, 16 + 5
)

// exchange handles one command.
func (p *proxy) exchange(client, server net.Conn) error {
	request, err := readMessage(client)
	if err != nil {
		return err
	}
	command := "hello" // in the old way, at the beginning of a connection
	if operation(request) == opMsg {
		first, err := bson.Raw(request[msgBody:]).IndexErr(0)
		if err != nil {
			return err
		}
		command = first.Key()
	}
	if answer := p.answerTo(command); answer != nil {
		reply := make([]byte, msgBody)
		copy(reply[8:12], request[4:8])
		binary.LittleEndian.PutUint32(reply[12:], opMsg)
		return write(client, reply, answer)
	}
	if _, err := server.Write(request); err != nil {
		return err
	}
	reply, err := readMessage(server)
	if err != nil {
		return err
	}
	if command != "hello" {
		_, err = client.Write(reply)
		return err
	}
	body := msgBody
	if operation(reply) == opReply {
		body = replyBody
	}
	var hello bson.D
	if err := bson.Unmarshal(reply[body:], &hello); err != nil {
		return err
	}
	address := p.listener.Addr().String()
	return write(client, reply[:body], append(hello,
		bson.E{Key: "setName", Value: "rs0"}, bson.E{Key: "hosts", Value: []string{address}}, bson.E{Key: "me", Value: address}))
}

func operation(message []byte) uint32 { return binary.LittleEndian.Uint32(message[12:]) }

func readMessage(r io.Reader) ([]byte, error) {
	var size [4]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return nil, err
	}
	n := binary.LittleEndian.Uint32(size[:])
	if n < msgBody || n > 48<<20 {
		return nil, errors.New("not a message")
	}
	message := append(size[:], make([]byte, n-4)...)
	_, err := io.ReadFull(r, message[4:])
	return message, err
}

// write sends a message of this head and document.
func write(w io.Writer, head []byte, document bson.D) error {
	body, err := bson.Marshal(document)
	if err != nil {
		return err
	}
	message := append(head, body...)
	binary.LittleEndian.PutUint32(message, uint32(len(message)))
	_, err = w.Write(message)
	return err
}
