package service

import (
	"cmp"
	"context"
	"errors"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// SubjectData is all that is stored about a user, as it is handed out to the user: a
// JSON document. Nothing of it is about other people.
type SubjectData struct {
	Exported    time.Time        `json:"exported"`
	Account     subjectAccount   `json:"account"`
	Places      []subjectPlace   `json:"places"`
	Sessions    []subjectSession `json:"sessions"`
	Invitations []time.Time      `json:"linksUntil"`
	Tokens      []subjectToken   `json:"tokens"`
	Calendar    []time.Time      `json:"calendarAddressSince"`
	Letters     []subjectLetter  `json:"letters"`
	Kept        []subjectForm    `json:"keptForms"`
	Wrote       []subjectWriting `json:"wrote"`
	Changes     []subjectDoing   `json:"changes"`
}

type subjectAccount struct {
	ID            partnership.UserID `json:"id"`
	Name          string             `json:"name"`
	Email         string             `json:"email"`
	Language      string             `json:"language"`
	Administrator bool               `json:"administrator"`
	Disabled      bool               `json:"disabled"`
	HasPassword   bool               `json:"hasPassword"`
	NewsLetters   string             `json:"newsLetters"`
	SecondFactor  *subjectFactor     `json:"secondFactor,omitempty"`
	SignOn        *subjectSignOn     `json:"singleSignOn,omitempty"`
	Passkeys      []subjectPasskey   `json:"passkeys,omitempty"`
}

type subjectFactor struct {
	Since         time.Time `json:"since"`
	RecoveryCodes int       `json:"recoveryCodesLeft"`
}

type subjectSignOn struct {
	Provider string    `json:"provider"`
	Subject  string    `json:"subject"`
	Since    time.Time `json:"since"`
	Used     time.Time `json:"used"`
}

type subjectPasskey struct {
	Name  string    `json:"name"`
	Since time.Time `json:"since"`
	Used  time.Time `json:"used,omitzero"`
}

type subjectPlace struct {
	Project      partnership.ProjectCode `json:"project"`
	Organisation results.PartnerID       `json:"organisation,omitempty"`
	Roles        []partnership.Role      `json:"roles"`
}

type subjectSession struct {
	Seen  time.Time `json:"seen"`
	Until time.Time `json:"until"`
	Agent string    `json:"browser"`
}

type subjectToken struct {
	Name     string                    `json:"name"`
	Scope    partnership.Scope         `json:"scope"`
	Projects []partnership.ProjectCode `json:"projects"`
	Since    time.Time                 `json:"since"`
	Until    time.Time                 `json:"until"`
	Used     *time.Time                `json:"used,omitempty"`
}

// A subjectLetter is a letter to the user, as it is kept: without its words.
type subjectLetter struct {
	At    time.Time                `json:"at"`
	Kind  partnership.LetterKind   `json:"kind"`
	State partnership.LetterState  `json:"state"`
	About []partnership.LetterItem `json:"about"`
}

type subjectForm struct {
	Project partnership.ProjectCode `json:"project"`
	At      time.Time               `json:"at"`
	Path    string                  `json:"path"`
	Fields  []partnership.KeptField `json:"fields"`
}

// A subjectWriting is a thing that the user wrote, or changed, by its reference.
type subjectWriting struct {
	Project   partnership.ProjectCode `json:"project"`
	Reference string                  `json:"reference,omitempty"`
	Period    results.PeriodNo        `json:"period,omitempty"`
	Partner   results.PartnerID       `json:"partner,omitempty"`
}

// A subjectDoing is an entry of an audit by the user; Project is empty where it belongs
// to none.
type subjectDoing struct {
	subjectWriting
	No   int       `json:"no"`
	At   time.Time `json:"at"`
	What string    `json:"what"`
	Note string    `json:"note,omitempty"`
}

// SubjectData reads all that is stored about a user, for that user and for
// administrators, of whom the audit tells that they did.
func (s *Service) SubjectData(ctx context.Context, by By, id partnership.UserID) (*SubjectData, error) {
	if by.User != id || id == "" {
		if err := s.noteExport(ctx, by, id); err != nil {
			return nil, err
		}
	}
	user, err := person(ctx, s.Engine, id)
	if err != nil {
		return nil, err
	}
	u := user.Value
	d := &SubjectData{Exported: s.Now().UTC(), Account: subjectAccount{
		ID: u.ID, Name: u.Name, Email: u.Email, Language: u.Language, Administrator: u.Administrator, Disabled: u.Disabled,
		HasPassword: u.Password != "", NewsLetters: cmp.Or(string(u.Letters), "daily"),
	}}
	return d, errors.Join(d.addAccess(ctx, s, id), d.addKept(ctx, s, id), d.addDoings(ctx, s, id))
}

// noteExport notes that an administrator reads what is stored about a user, who is put in
// place as before: so the audit names whom. Read twice, it is noted twice.
func (s *Service) noteExport(ctx context.Context, by By, id partnership.UserID) error {
	by.Key = ""
	_, err := s.administer(ctx, by, "user.export", id, func(c *change) (string, error) {
		user, err := person(ctx, c.service.Engine, id)
		if err != nil {
			return "", err
		}
		return "", c.put(archive.Users.Replace(user, user.Value))
	})
	return err
}

// addAccess adds what lets the user in: second factor, single sign-on, passkeys, places,
// sessions, links and tokens.
func (d *SubjectData) addAccess(ctx context.Context, s *Service, id partnership.UserID) error {
	factor, err := s.SecondFactor(ctx, By{User: id})
	if err != nil {
		return err
	}
	if factor.On {
		d.Account.SecondFactor = &subjectFactor{factor.Since, factor.Recovery}
	}
	identity, err := s.Identity(ctx, By{User: id})
	if err != nil {
		return err
	}
	if identity.User != "" {
		d.Account.SignOn = &subjectSignOn{identity.Issuer, identity.Subject, identity.Since, identity.Used}
	}
	passkeys, err := s.Passkeys(ctx, By{User: id})
	if err != nil {
		return err
	}
	for _, p := range passkeys {
		d.Account.Passkeys = append(d.Account.Passkeys, subjectPasskey{p.Name, p.Since, p.Used})
	}
	of := store.Query{Where: []store.Condition{store.Equal("user", id)}}
	for m, err := range archive.Memberships.Find(ctx, s.Engine, of) {
		if err != nil {
			return err
		}
		d.Places = append(d.Places, subjectPlace{m.Value.Project, m.Value.Organisation, m.Value.Roles})
	}
	sessions, err := s.MySessions(ctx, By{User: id})
	if err != nil {
		return err
	}
	for _, one := range sessions {
		d.Sessions = append(d.Sessions, subjectSession{one.Seen, one.Until, one.Agent})
	}
	for i, err := range archive.Invitations.Find(ctx, s.Engine, of) {
		if err != nil {
			return err
		}
		d.Invitations = append(d.Invitations, i.Value.Until)
	}
	for l, err := range archive.CalendarLinks.Find(ctx, s.Engine, of) {
		if err != nil {
			return err
		}
		d.Calendar = append(d.Calendar, l.Value.Since)
	}
	tokens, err := s.tokensOf(ctx, id)
	for _, t := range tokens {
		one := subjectToken{Name: t.Name, Scope: t.Scope, Projects: t.Projects, Since: t.Since, Until: t.Until}
		if !t.Used.IsZero() {
			one.Used = &t.Used
		}
		d.Tokens = append(d.Tokens, one)
	}
	return err
}

func (d *SubjectData) addKept(ctx context.Context, s *Service, id partnership.UserID) error {
	for f, err := range archive.KeptForms.Find(ctx, s.Engine, store.Query{Where: []store.Condition{store.Equal("user", id)}}) {
		if err != nil {
			return err
		}
		d.Kept = append(d.Kept, subjectForm{f.Value.Project, f.Value.At, f.Value.Action, f.Value.Fields})
	}
	for l, err := range archive.Letters.Find(ctx, s.Engine, store.Query{Where: []store.Condition{store.Equal("user", id)}}) {
		if err != nil {
			return err
		}
		d.Letters = append(d.Letters, subjectLetter{l.Value.At, l.Value.Kind, l.Value.State, l.Value.Items})
	}
	return nil
}

// addDoings adds what the user did, project by project in the order of the audit, and
// what it was about, each once.
func (d *SubjectData) addDoings(ctx context.Context, s *Service, id partnership.UserID) error {
	known := map[subjectWriting]bool{}
	for chain, err := range archive.Chains.Find(ctx, s.Engine, store.Query{}) {
		if err != nil {
			return err
		}
		q := ofProject(chain.Value.Project)
		q.Where = append(q.Where, store.Equal("by", id))
		for found, err := range archive.Audits.Find(ctx, s.Engine, q) {
			if err != nil {
				return err
			}
			doing, err := s.subjectDoing(ctx, &found.Value)
			if err != nil {
				return err
			}
			d.Changes = append(d.Changes, doing)
			if w := doing.subjectWriting; (w.Reference != "" || w.Period > 0) && !known[w] {
				known[w] = true
				d.Wrote = append(d.Wrote, w)
			}
		}
	}
	return nil
}

// subjectDoing is an entry of the audit with what it was about, as far as that is there.
func (s *Service) subjectDoing(ctx context.Context, a *partnership.Audit) (subjectDoing, error) {
	doing := subjectDoing{No: a.No, At: a.At, What: a.What, Note: a.Note}
	if a.Chain != partnership.Installation {
		doing.Project = a.Chain
	}
	about, err := s.event(ctx, a)
	if errors.Is(err, store.ErrNotFound) { // it was deleted since
		return doing, nil
	}
	doing.Reference, doing.Period, doing.Partner = about.Ref, about.Period, about.Partner
	return doing, err
}
