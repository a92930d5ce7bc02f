package store

import (
	"bytes"
	"encoding/json"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Installed is what an engine keeps of the schema that its data are in.
type Installed struct {
	Collections []Collection
	Steps       []string // names of the migrations done
}

// Installed returns what to keep once the data are as the catalogue says.
func (c *Catalogue) Installed() Installed {
	in := Installed{Collections: c.schema.Collections}
	for _, m := range c.schema.Migrations {
		in.Steps = append(in.Steps, m.Name)
	}
	return in
}

// Marshal returns the form that an engine stores.
func (in Installed) Marshal() (string, error) {
	text, err := json.Marshal(in)
	if err != nil {
		return "", fmt.Errorf("write the record of the schema: %w", err)
	}
	return string(text), nil
}

// ParseInstalled reads what Marshal wrote.
func ParseInstalled(text string) (Installed, error) {
	var in Installed
	if err := json.Unmarshal([]byte(text), &in); err != nil {
		return Installed{}, fmt.Errorf("read the record of the schema: %w: %w", ErrCorrupt, err)
	}
	return in, nil
}

// Renewal brings the documents of one collection up to date: each goes through
// Body, which may leave it as it is.
type Renewal struct {
	In       *Collection
	rewrites []Migration
}

// Body returns the document's new body and the values of its keys.
func (r Renewal) Body(id string, old bson.Raw) (bson.Raw, []any, error) {
	body := old
	for _, m := range r.rewrites {
		var err error
		if body, err = m.Rewrite(body); err != nil {
			return nil, nil, fmt.Errorf("migration %q: %s %s: %w", m.Name, r.In.Name, id, err)
		}
	}
	if err := body.Validate(); err != nil {
		return nil, nil, fmt.Errorf("migrate %s %s: %w", r.In.Name, id, err)
	}
	values, err := r.In.Values(body)
	if err != nil {
		return nil, nil, fmt.Errorf("migrate %s %s: %w", r.In.Name, id, err)
	}
	return body, values, nil
}

// Upgrade compares the installed data with the catalogue. Pending says that
// there are steps to be done, renewals what they mean for documents. Data of a
// newer program are ErrNewer, an unlawful change of the schema is ErrInvalid.
func (c *Catalogue) Upgrade(in Installed) (pending bool, renewals []Renewal, err error) {
	steps, err := c.pendingSteps(in)
	if err != nil {
		return false, nil, err
	}
	if len(steps) == 0 {
		return false, nil, c.checkUnchanged(in)
	}
	for _, old := range in.Collections {
		now := c.byName[old.Name]
		if now == nil {
			continue
		}
		added, err := addedKeys(old, *now)
		if err != nil {
			return false, nil, err
		}
		r := Renewal{In: now}
		for _, m := range steps {
			if m.Rewrite != nil && m.Collection == now.Name {
				r.rewrites = append(r.rewrites, m)
			}
		}
		if added || len(r.rewrites) > 0 {
			renewals = append(renewals, r)
		}
	}
	return true, renewals, nil
}

func (c *Catalogue) pendingSteps(in Installed) ([]Migration, error) {
	steps := c.schema.Migrations
	for i, name := range in.Steps {
		if i >= len(steps) {
			return nil, fmt.Errorf("%w: they are at step %d (%s), this program knows %d",
				ErrNewer, len(in.Steps), in.Steps[len(in.Steps)-1], len(steps))
		}
		if steps[i].Name != name {
			return nil, invalid("migration %d was %q when it ran and is %q now", i+1, name, steps[i].Name)
		}
	}
	return steps[len(in.Steps):], nil
}

func (c *Catalogue) checkUnchanged(in Installed) error {
	have, err := json.Marshal(in.Collections)
	if err != nil {
		return fmt.Errorf("compare collections: %w", err)
	}
	want, err := json.Marshal(c.schema.Collections)
	if err != nil {
		return fmt.Errorf("compare collections: %w", err)
	}
	if !bytes.Equal(have, want) {
		return invalid("the collections changed without a migration after step %d", len(in.Steps))
	}
	return nil
}

func addedKeys(old, now Collection) (bool, error) {
	if old.Shard != now.Shard {
		return false, invalid("the shard of %s was %q and cannot become %q", now.Name, old.Shard, now.Shard)
	}
	added := false
	for _, k := range now.Keys {
		before, ok := old.key(k.Field)
		if ok && before.Kind != k.Kind {
			return false, invalid("key %s of %s was of kind %s and cannot become %s",
				k.Field, now.Name, before.Kind, k.Kind)
		}
		added = added || !ok
	}
	return added, nil
}
