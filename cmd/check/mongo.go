package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
)

// The environment that names a server to the tests of the MongoDB engine: a
// replica set, or what stands in for one (.ci/mongo-server).
const (
	replicaSet = "TULOS_TEST_MONGODB"
	standIn    = "TULOS_TEST_MONGO_STANDIN"
)

// startMongo starts the stand-in for MongoDB where no server is named, if it is
// installed or may be; stop ends it.
func (c *checker) startMongo(ctx context.Context) (env []string, stop func()) {
	stop = func() {}
	if os.Getenv(replicaSet) != "" || os.Getenv(standIn) != "" {
		return nil, stop
	}
	if !c.setup && !hasStandIn() {
		c.say("tools", "no MongoDB: name a replica set in %s, or go run ./cmd/check --setup", replicaSet)
		return nil, stop
	}
	script := filepath.Join(c.root, ".ci", "mongo-server")
	c.say("setup", ".ci/mongo-server start")
	command := c.command(ctx, script, "start")
	command.Stderr = c.out
	uri, err := command.Output()
	if err != nil {
		c.say("setup", ".ci/mongo-server: %v", err)
		return nil, stop
	}
	return []string{standIn + "=" + strings.TrimSpace(string(uri))}, func() {
		if err := c.command(context.WithoutCancel(ctx), script, "stop").Run(); err != nil {
			c.say("setup", ".ci/mongo-server stop: %v", err)
		}
	}
}

// hasStandIn says whether the stand-in was installed before.
func hasStandIn() bool {
	cache, err := os.UserCacheDir()
	if err != nil {
		return false
	}
	_, err = os.Stat(filepath.Join(cache, "tulos", "mongo-server", "installed"))
	return err == nil
}
