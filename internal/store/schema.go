package store

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Schema is what a program stores: its collections as they are now, and the
// steps that bring older data there.
type Schema struct {
	Collections []Collection
	// Migrations only ever grows at its end. Any change of Collections needs
	// one, be it one without Rewrite.
	Migrations []Migration
}

// Collection declares a collection.
type Collection struct {
	Name string // lower-case letters, digits, _
	// Shard is the string key that leads all indexes, or empty.
	Shard string `json:",omitempty"`
	// Keys are what can be searched and ordered by; each has an index.
	Keys []Key
	// Unique lists combinations of keys that no two documents share; a
	// document that lacks one of the keys is left out of the comparison.
	Unique [][]string `json:",omitempty"`
	// Indexes lists combinations that are often searched together: first
	// the keys with one value, then the key of the range or order.
	Indexes [][]string `json:",omitempty"`
}

// Key declares a field of the body by its path.
type Key struct {
	Field string
	Kind  Kind
}

// Kind is what a key holds.
type Kind string

// The kinds of keys.
const (
	String Kind = "string" // up to MaxKey bytes of UTF-8
	Int    Kind = "int"    // 32 or 64 bits
	Date   Kind = "date"   // a string like 2026-03-31
)

// Migration is one step of a schema.
type Migration struct {
	Name string
	// Rewrite returns the new body of a document of Collection. It runs
	// again if the program is stopped in the middle, so it must leave alone
	// what is already new. Nil where only declarations change.
	Collection string
	Rewrite    func(body bson.Raw) (bson.Raw, error)
}

var (
	nameForm  = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)
	fieldForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*$`)
)

// Catalogue is a checked Schema.
type Catalogue struct {
	schema Schema
	byName map[string]*Collection
}

// NewCatalogue checks the schema; an error wraps ErrInvalid.
func NewCatalogue(s Schema) (*Catalogue, error) {
	c := &Catalogue{schema: s, byName: map[string]*Collection{}}
	for i := range s.Collections {
		collection := &s.Collections[i]
		if err := collection.check(); err != nil {
			return nil, fmt.Errorf("declare collection %q: %w", collection.Name, err)
		}
		if c.byName[collection.Name] != nil {
			return nil, invalid("collection %q is declared twice", collection.Name)
		}
		c.byName[collection.Name] = collection
	}
	names := map[string]bool{}
	for _, m := range s.Migrations {
		if m.Name == "" || names[m.Name] {
			return nil, invalid("migration %q has no name of its own", m.Name)
		}
		names[m.Name] = true
		if m.Rewrite != nil && c.byName[m.Collection] == nil {
			return nil, invalid("migration %q rewrites %q, which is not declared", m.Name, m.Collection)
		}
	}
	return c, nil
}

// Collections returns the declarations.
func (c *Catalogue) Collections() []Collection { return c.schema.Collections }

// Collection returns the declaration of that name.
func (c *Catalogue) Collection(name string) (*Collection, error) {
	if collection := c.byName[name]; collection != nil {
		return collection, nil
	}
	return nil, invalid("collection %q is not declared", name)
}

func (c *Collection) check() error {
	if !nameForm.MatchString(c.Name) {
		return invalid("a name is up to 63 lower-case letters, digits and _")
	}
	seen := map[string]bool{"id": true, "rev": true, "doc": true}
	for _, k := range c.Keys {
		column := strings.ToLower(k.Field) // SQL does not tell case apart
		switch {
		case !fieldForm.MatchString(k.Field):
			return invalid("key %q is not the path of a field", k.Field)
		case seen[column]:
			return invalid("key %q is declared twice or reserved", k.Field)
		case k.Kind != String && k.Kind != Int && k.Kind != Date:
			return invalid("key %q has no kind", k.Field)
		}
		seen[column] = true
	}
	if c.Shard != "" {
		if k, ok := c.key(c.Shard); !ok || k.Kind != String {
			return invalid("the shard %q is not a string key", c.Shard)
		}
	}
	for _, fields := range slices.Concat(c.Unique, c.Indexes) {
		if err := c.checkFields(fields); err != nil {
			return err
		}
	}
	return nil
}

func (c *Collection) checkFields(fields []string) error {
	if len(fields) == 0 || c.Shard != "" && fields[0] != c.Shard {
		return invalid("the index %v does not begin with the shard %q", fields, c.Shard)
	}
	for i, f := range fields {
		if _, ok := c.key(f); !ok || slices.Contains(fields[:i], f) {
			return invalid("the index %v names %q, which is no key or twice there", fields, f)
		}
	}
	return nil
}

func (c *Collection) key(field string) (Key, bool) {
	i := slices.IndexFunc(c.Keys, func(k Key) bool { return k.Field == field })
	if i < 0 {
		return Key{}, false
	}
	return c.Keys[i], true
}

// Index is an index that a declaration asks for.
type Index struct {
	Name   string
	Fields []string
	Unique bool // else the id follows Fields
}

// AllIndexes returns the indexes of the collection: the unique ones, one for
// each key after the shard, and the combinations.
func (c *Collection) AllIndexes() []Index {
	var all []Index
	for _, fields := range c.Unique {
		all = append(all, Index{"unique " + strings.Join(fields, " "), fields, true})
	}
	plain := slices.Clone(c.Indexes)
	for _, k := range c.Keys {
		fields := []string{k.Field}
		if c.Shard != "" && k.Field != c.Shard {
			fields = []string{c.Shard, k.Field}
		}
		plain = append(plain, fields)
	}
	for _, fields := range plain {
		index := Index{"key " + strings.Join(fields, " "), fields, false}
		if !slices.ContainsFunc(all, func(i Index) bool { return i.Name == index.Name }) {
			all = append(all, index)
		}
	}
	return all
}
