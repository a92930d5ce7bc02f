package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// readYAML takes what a file sets; each fault names its file, line and key.
func (s *Settings) readYAML(file string, data []byte) []error {
	document, err := parse(data)
	if err != nil {
		return []error{fmt.Errorf("%s%w", file, err)}
	}
	r := &yamlReader{file: file, settings: s, seen: map[string]int{}}
	for _, root := range document.Content {
		r.group(root, "")
	}
	return r.faults
}

// parse returns the document, without content if there is none. Its error
// begins with the line, and repeats nothing of the text, which may be secret.
func parse(data []byte) (document yaml.Node, err error) {
	loader, err := yaml.NewLoader(bytes.NewReader(data))
	if err != nil {
		return yaml.Node{}, fmt.Errorf(": %w", err)
	}
	err = loader.Load(&document)
	if err == nil {
		if err = loader.Load(&yaml.Node{}); err == nil {
			return yaml.Node{}, errors.New(": more than one YAML document")
		}
	}
	if errors.Is(err, io.EOF) {
		return document, nil
	}
	var fault *yaml.LoadError
	if !errors.As(err, &fault) {
		return yaml.Node{}, errors.New(": is not YAML")
	}
	message := fault.Message
	if strings.Contains(message, "anchor") {
		message = "an alias is not possible here"
	}
	return yaml.Node{}, fmt.Errorf(":%d: is not YAML: %s", max(fault.Mark.Line, 1), message)
}

type yamlReader struct {
	file     string
	settings *Settings
	seen     map[string]int // line, by path
	faults   []error
}

func (r *yamlReader) fault(line int, format string, args ...any) {
	r.faults = append(r.faults, fmt.Errorf("%s:%d: %w", r.file, line, fmt.Errorf(format, args...)))
}

// group reads the settings whose paths begin with prefix. A group of which
// nothing is set may be empty.
func (r *yamlReader) group(node *yaml.Node, prefix string) {
	switch {
	case node.Kind == yaml.ScalarNode && node.ShortTag() == "!!null":
		return
	case node.Kind != yaml.MappingNode && prefix == "":
		r.fault(node.Line, "needs keys with values")
		return
	case node.Kind != yaml.MappingNode:
		r.fault(node.Line, "%s: needs keys of its own", strings.TrimSuffix(prefix, "."))
		return
	}
	for pair := range slices.Chunk(node.Content, 2) {
		r.pair(pair[0], pair[1], prefix)
	}
}

// A keyForm is what can be repeated in an error: a connection string that stands
// where a key should be is not.
var keyForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]{0,39}$`)

func (r *yamlReader) pair(name, value *yaml.Node, prefix string) {
	path := prefix + name.Value
	if name.Kind != yaml.ScalarNode || !keyForm.MatchString(name.Value) {
		r.fault(name.Line, "no such key")
		return
	}
	if line, repeated := r.seen[path]; repeated {
		r.fault(name.Line, "%s: is set in line %d already", path, line)
		return
	}
	r.seen[path] = name.Line
	for _, k := range keys() {
		if k.path == path {
			r.value(k, value)
			return
		}
		if strings.HasPrefix(k.path, path+".") {
			r.group(value, path+".")
			return
		}
	}
	r.fault(name.Line, "%s: no such key", path)
}

func (r *yamlReader) value(k key, node *yaml.Node) {
	want, name := "!!str", "a text"
	if k.bool {
		want, name = "!!bool", "true or false"
	}
	if k.number {
		want, name = "!!int", "a whole number"
	}
	if node.Kind != yaml.ScalarNode || node.ShortTag() != want {
		r.fault(node.Line, "%s: needs %s", k.path, name)
		return
	}
	if err := k.set(r.settings, node.Value); err != nil {
		r.fault(node.Line, "%s: %w", k.path, err)
	}
}
