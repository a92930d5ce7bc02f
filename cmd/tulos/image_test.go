package main

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"tulos/internal/testtool"
)

// An image is built of the Dockerfile; containers of it run as compose.yaml has it.
type image struct {
	*testing.T
	name, data      string
	buildah, podman string
}

// TestImage: the image starts with nothing to write but its data, answers, stops soon, and
// has its data when it starts again.
func TestImage(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("SKIPPED: images are built and run as root here")
	}
	testtool.Look(t, "runc")
	i := image{
		T: t, name: "localhost/tulos-test-" + strconv.Itoa(os.Getpid()), data: t.TempDir(),
		buildah: testtool.Look(t, "buildah"), podman: testtool.Look(t, "podman"),
	}
	i.Setenv("STORAGE_DRIVER", "vfs") // works on every file system
	i.build()
	if out, err := exec.CommandContext(t.Context(), i.podman, i.command("version")...).CombinedOutput(); err != nil {
		t.Logf("UNPROVEN: the image runs; containers do not on this machine: %s", out)
		return
	}
	if err := os.Chown(i.data, 65532, 65532); err != nil {
		t.Fatal(err)
	}
	if said := i.serve(); !strings.Contains(said, "/first/") {
		t.Errorf("the first start prints %s", said)
	}
	i.run(i.podman, i.command("user", "add", "--name", "Ada", "--administrator", "ada@example.org")...)
	if said := i.serve(); strings.Contains(said, "/first/") {
		t.Errorf("the second start does not know the first's data: %s", said)
	}
}

// build builds the image. What the first stage makes is made here, so that no registry
// needs to be reached.
func (i image) build() {
	i.Helper()
	stage := i.TempDir()
	folders := filepath.Join(stage, "out", "folders")
	i.run("install", "-d", filepath.Join(folders, "data"), filepath.Join(folders, "reports"))
	i.run("install", "-d", "-m", "1777", filepath.Join(folders, "tmp"))
	i.Setenv("CGO_ENABLED", "0")
	i.run("go", "build", "-ldflags=-s", "-o", filepath.Join(stage, "out", "tulos"), ".")
	i.Cleanup(func() {
		if err := exec.CommandContext(context.Background(), i.buildah, "rmi", "--force", i.name).Run(); err != nil {
			i.Error(err)
		}
	})
	i.run(i.buildah, "build", "--isolation", "chroot", "--format", "docker",
		"--build-context", "build="+stage, "--tag", i.name, filepath.Join("..", ".."))
}

// command is how podman runs a command in a container that may write nothing but its data
// and has no capability.
func (i image) command(args ...string) []string {
	return append([]string{
		"--runtime", "runc", "run", "--rm", "--name", filepath.Base(i.name), "--network", "host",
		"--read-only", "--cap-drop", "all", "--security-opt", "no-new-privileges", "--tmpfs", "/tmp",
		"--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024",
		"--volume", i.data + ":/data", "--env", "TULOS_LISTEN=127.0.0.1:0", i.name,
	}, args...)
}

// serve starts the server, tells it to stop once it listens, and returns what it printed.
func (i image) serve() string {
	i.Helper()
	server := exec.CommandContext(i.Context(), i.podman, i.command()...)
	var complaints strings.Builder
	server.Stderr = &complaints
	out, err := server.StdoutPipe()
	if err == nil {
		err = server.Start()
	}
	if err != nil {
		i.Fatal(err)
	}
	reader := bufio.NewReader(out)
	first, err := reader.ReadString('\n')
	if err != nil {
		i.Fatalf("the server does not start: %v\n%s", server.Wait(), &complaints)
	}
	_, address, _ := strings.Cut(strings.TrimSpace(first), " on http://")
	began := time.Now()
	said := i.run(i.podman, "--runtime", "runc", "exec", filepath.Base(i.name), "/tulos", "health", "--listen", address)
	if strings.TrimSpace(said) != "ready" {
		i.Errorf("health: %s", said)
	}
	i.run(i.podman, "--runtime", "runc", "stop", "--time", "10", filepath.Base(i.name)) // kills it after ten seconds
	rest, err := io.ReadAll(reader)
	if err != nil {
		i.Fatal(err)
	}
	if err := server.Wait(); err != nil {
		i.Errorf("the server stopped with %v after %s\n%s", err, time.Since(began), &complaints)
	}
	return first + string(rest)
}

func (i image) run(name string, args ...string) string {
	i.Helper()
	out, err := exec.CommandContext(i.Context(), name, args...).CombinedOutput()
	if err != nil {
		i.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}
