// Command mongo serves the MongoDB protocol in front of a PostgreSQL with the
// DocumentDB extension, for tests only. It prints its URI and serves until it
// is interrupted. Telemetry is off.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/FerretDB/FerretDB/v2/ferretdb"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "mongo:", err)
		os.Exit(1)
	}
}

func run() error {
	postgres := flag.String("postgres", "", "URL of the PostgreSQL server")
	listen := flag.String("listen", "127.0.0.1:0", "address to serve on")
	state := flag.String("state", "", "folder for the server's own state")
	flag.Parse()

	telemetry := false
	server, err := ferretdb.New(&ferretdb.Config{
		PostgreSQLURL: *postgres,
		ListenAddr:    *listen,
		StateDir:      *state,
		LogOutput:     os.Stderr,
		Telemetry:     &telemetry,
	})
	if err != nil {
		return fmt.Errorf("set up FerretDB: %w", err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	done := make(chan struct{})
	go func() {
		defer close(done)
		server.Run(ctx)
	}()
	fmt.Println(server.MongoDBURI())
	<-done
	return nil
}
