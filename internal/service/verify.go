package service

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/seal"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// A Verification tells what was checked, and each difference that was found.
type Verification struct {
	Chains, Audits, Documents, Tallies, Files int
	// Unrecorded files are of changes that were broken off; they do no harm.
	Unrecorded int
	// Seals are the sealed reports whose signatures were checked; Unsigned are
	// those that were submitted before there were any.
	Seals, Unsigned int
	// Unfinished are projects whose import was broken off; nobody sees them.
	Unfinished  []partnership.ProjectCode
	Differences []Difference
}

// A Difference is something that is not as it must be. Message is the key of its
// text in internal/i18n.
type Difference struct {
	Chain   partnership.ProjectCode
	Message string
	Args    map[string]any
}

// Verify checks what is stored of a project, or of all projects and users where
// project is empty, as it is in r: a snapshot. It walks the audit chains, holds
// every document against its last entry, makes the tallies anew, checks what
// entries refer to, and reads all files.
func Verify(ctx context.Context, r store.Reader, project partnership.ProjectCode) (Verification, error) {
	v := &verifier{ctx: ctx, reader: r}
	if err := v.readKeys(); err != nil {
		return Verification{}, err
	}
	chains, err := v.chains(project)
	if err != nil {
		return Verification{}, err
	}
	for _, chain := range chains {
		if err := v.verify(chain); err != nil {
			return Verification{}, fmt.Errorf("verify %s: %w", chain.Project, err)
		}
	}
	return v.found, nil
}

// A verifier checks one chain after the other.
type verifier struct {
	ctx    context.Context // of Verify, during which it lives
	reader store.Reader
	found  Verification
	chain  partnership.ProjectCode

	last     map[place]state // of every document, by its last entry
	digest   digest          // of what was imported, as far as it is known
	imported string          // the digest by the audit
	setup    *partnership.Project
	checker  *partnership.Checker
	counter  *partnership.Counter
	refs     map[string]bool
	files    map[string]partnership.Attachment
	keys     seal.Keys    // by which sealed reports are checked
	keySince results.Date // the day of the oldest of them
}

type place struct{ collection, id string }

// A state is the hash of a document, and at which step of the storage it was so.
type state struct {
	hash string
	step int
}

// chains finds the chains to be walked, and imports that were broken off.
func (v *verifier) chains(project partnership.ProjectCode) ([]partnership.Chain, error) {
	var all []partnership.Chain
	has := map[partnership.ProjectCode]bool{}
	for c, err := range archive.Chains.Find(v.ctx, v.reader, store.Query{}) {
		if err != nil {
			return nil, err
		}
		if project == "" || c.Value.Project == project {
			all = append(all, c.Value)
			has[c.Value.Project] = true
		}
	}
	for p, err := range archive.Projects.Find(v.ctx, v.reader, store.Query{}) {
		if err != nil {
			return nil, err
		}
		code := p.Value.Project.Code
		if (project == "" || code == project) && !has[code] {
			v.chain = code
			v.differ("verify.no-chain")
			has[code] = true
		}
	}
	for mark, err := range archive.Imports.Find(v.ctx, v.reader, store.Query{}) {
		if err != nil {
			return nil, err
		}
		if project == "" || mark.Value.Project == project {
			v.found.Unfinished = append(v.found.Unfinished, mark.Value.Project)
			has[mark.Value.Project] = true
		}
	}
	if project != "" && !has[project] {
		return nil, refuse(NotFound, "error.no-such-project", "Project", string(project))
	}
	return all, nil
}

func (v *verifier) differ(message string, args ...any) {
	d := Difference{Chain: v.chain, Message: message}
	d.Args = refuse("", "", args...).Args
	v.found.Differences = append(v.found.Differences, d)
}

func (v *verifier) verify(chain partnership.Chain) error {
	*v = verifier{
		ctx: v.ctx, reader: v.reader, found: v.found, chain: chain.Project,
		last: map[place]state{}, imported: "0", refs: map[string]bool{}, files: map[string]partnership.Attachment{},
		keys: v.keys, keySince: v.keySince,
	}
	v.found.Chains++
	if err := v.walk(chain); err != nil {
		return err
	}
	documents := v.project
	if chain.Project == partnership.Installation {
		documents = v.installation
	}
	if err := documents(); err != nil {
		return err
	}
	for at, was := range v.last {
		if was.hash != "" {
			v.differ("verify.document-missing", "Collection", at.collection, "ID", at.id)
		}
	}
	if v.digest.String() != v.imported {
		v.differ("verify.imported-differ")
	}
	return nil
}

// walk goes along the chain and learns from it how every document should be.
func (v *verifier) walk(chain partnership.Chain) error {
	no, hash := 0, ""
	first := map[place]bool{}
	for found, err := range archive.Audits.Find(v.ctx, v.reader, ofProject(chain.Project)) {
		if err != nil {
			return err
		}
		a := found.Value
		v.found.Audits++
		no++
		if a.No != no || a.Previous != hash || a.Sum() != a.Hash {
			v.differ("verify.chain-broken", "No", no)
			no = a.No
		}
		hash = a.Hash
		for _, c := range a.Changes {
			switch c.Collection {
			case importedSet:
				v.imported = c.After
				continue
			case countedSet, deductedSet: // the tallies are made anew
				continue
			}
			at := place{c.Collection, c.ID}
			if !first[at] {
				first[at] = true
				v.digest.add(c.Before) // as it was imported
			}
			if was, known := v.last[at]; known && was.hash != c.Before {
				v.differ("verify.document-jumps", "Collection", at.collection, "ID", at.id, "No", a.No)
			}
			v.last[at] = state{c.After, a.Step}
		}
	}
	if no != chain.No || hash != chain.Hash {
		v.differ("verify.chain-end", "No", chain.No)
	}
	return nil
}

// check visits every document of a table and holds it against the chain.
func check[T any](v *verifier, table archive.Table[T], q store.Query, visit func(*T) error) error {
	for found, err := range table.Find(v.ctx, v.reader, q) {
		if err != nil {
			return err
		}
		v.found.Documents++
		at := place{table.Collection(), found.ID}
		if should, known := v.last[at]; !known {
			v.digest.add(found.Hash)
		} else {
			if should.hash != found.Hash && !hasRewritten(at.collection, should.step) {
				v.differ("verify.document-differs", "Collection", at.collection, "ID", at.id)
			}
			delete(v.last, at)
		}
		if err := visit(&found.Value); err != nil {
			return err
		}
	}
	return nil
}

// hasRewritten says whether a migration after that step has changed the documents
// of a collection, and with them their hashes.
func hasRewritten(collection string, since int) bool {
	steps := archive.Schema().Migrations
	return slices.ContainsFunc(steps[min(since, len(steps)):], func(m store.Migration) bool {
		return m.Rewrite != nil && m.Collection == collection
	})
}

func nothing[T any](*T) error { return nil }

// installation checks what belongs to no project.
func (v *verifier) installation() error {
	return errors.Join(
		check(v, archive.Users, store.Query{}, nothing),
		check(v, archive.Memberships, store.Query{}, nothing),
		check(v, archive.Invitations, store.Query{}, nothing),
		check(v, archive.SecondFactors, store.Query{}, nothing),
		check(v, archive.Tokens, store.Query{}, nothing),
		check(v, archive.Identities, store.Query{}, nothing),
		check(v, archive.Passkeys, store.Query{}, nothing),
		check(v, archive.CalendarLinks, store.Query{}, nothing),
		check(v, archive.SealKeys, store.Query{}, nothing),
	)
}

// project checks what belongs to the project.
func (v *verifier) project() error {
	of := ofProject(v.chain)
	hasSetup := false
	err := check(v, archive.Projects, of, func(s *partnership.Setup) error {
		hasSetup = true
		v.setup, v.checker = &s.Project, partnership.NewChecker(s.Dossier())
		v.counter = partnership.NewCounter(&s.Project, nil)
		return nil
	})
	if err != nil {
		return err
	}
	if !hasSetup {
		v.differ("verify.no-project")
		return nil
	}
	return errors.Join(
		check(v, archive.Versions, of, nothing),
		check(v, archive.Policies, of, nothing),
		check(v, archive.Attachments, of, v.attachment),
		checkEntries(v, archive.Activities, v.refs),
		checkEntries(v, archive.Measurements, v.refs),
		check(v, archive.Deductions, of, nothing),
		check(v, archive.Narratives, of, nothing),
		checkEntries(v, archive.Expenditure, map[string]bool{}), // bundles number them apart
		check(v, archive.Receipts, of, nothing),
		check(v, archive.Forecasts, of, nothing),
		check(v, archive.Rates, of, nothing),
		check(v, archive.PartnerReports, of, nothing),
		check(v, archive.ProjectReports, of, v.report),
		v.tallies(),
		v.spending(),
		v.unrecorded(),
	)
}

// checkEntries checks entries of one sort, their references, and counts those that
// were accepted.
func checkEntries[T any, E entry[T]](v *verifier, table archive.Table[Logged[T]], refs map[string]bool) error {
	return check(v, table, ofProject(v.chain), func(logged *Logged[T]) error {
		e := E(&logged.Value)
		head := e.Head()
		if refs[*head.Ref] {
			v.differ("verify.ref-repeated", "Ref", *head.Ref)
		}
		refs[*head.Ref] = true
		if *head.Status == partnership.Accepted && results.HasErrors(e.Check(v.checker)) {
			v.differ("verify.entry-wrong", "Ref", *head.Ref)
		}
		v.counter.Count(e)
		for _, name := range filesOf(e) {
			if _, ok := v.files[name]; !ok {
				v.differ("verify.file-unknown", "Ref", *head.Ref, "File", name)
			}
		}
		return nil
	})
}

// filesOf are the files that an entry refers to.
func filesOf(e any) []string {
	var all []partnership.Evidence
	switch e := e.(type) {
	case *partnership.Activity:
		if !e.Status.IsOpen() {
			all = slices.Clip(e.Evidence)
		}
		all = append(all, withdrawnFrom(e)...)
	case *partnership.Expense:
		if !e.Status.IsOpen() {
			all = e.Evidence
		}
	}
	var names []string
	for _, evidence := range all {
		if evidence.Kind != partnership.Link {
			names = append(names, evidence.File)
		}
	}
	return names
}

// tallies holds those that are kept against those made of what was accepted.
func (v *verifier) tallies() error {
	should := v.counter.Tallies
	for kept, err := range archive.TallyTable.Find(v.ctx, v.reader, ofProject(v.chain)) {
		if err != nil {
			return err
		}
		v.found.Tallies++
		key := kept.Value.Key
		is, err := tallyHash(kept.Value)
		if err != nil {
			return err
		}
		must, err := tallyHash(archive.Tally{Project: v.chain, Key: key, Tally: should[key]})
		if err != nil {
			return err
		}
		if should[key] == nil || is != must {
			v.tallyDiffers(key)
		}
		delete(should, key)
	}
	for key := range should {
		v.tallyDiffers(key)
	}
	return nil
}

// spending holds the sums that are kept against those made of all expenses.
func (v *verifier) spending() error {
	rates, err := ratesOf(v.ctx, v.reader, v.chain)
	if err != nil {
		return err
	}
	should, err := spendingOf(v.ctx, v.reader, v.setup, rates)
	if err != nil {
		return err
	}
	is, err := archive.Spending(v.ctx, v.reader, v.chain)
	if err != nil {
		return err
	}
	for key, spent := range is {
		if must := should[key]; must == nil || !spent.Equal(*must) {
			v.spendingDiffers(key)
		}
		delete(should, key)
	}
	for key := range should {
		v.spendingDiffers(key)
	}
	return nil
}

func (v *verifier) spendingDiffers(key partnership.SpendingKey) {
	v.differ("verify.spending-differs", "Partner", string(key.Partner), "Line", key.Line, "Period", int(key.Period))
}

func (v *verifier) tallyDiffers(key results.TallyKey) {
	v.differ("verify.tally-differs", "Indicator", string(key.Indicator), "Partner", string(key.Partner), "Period", int(key.Period))
}

// tallyHash is that of a tally in its usual form, whatever the order in which its
// entries were kept.
func tallyHash(t archive.Tally) (string, error) {
	if t.Tally == nil {
		return "", nil
	}
	w, err := archive.TallyTable.Insert(t)
	return w.Change.After, err
}
