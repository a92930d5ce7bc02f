package web

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/web/api"
)

// How long a session lasts: without a request, in all, before a code is given, and
// how long a password counts as given just now.
const (
	idleTime    = 12 * time.Hour
	sessionTime = service.SessionTime
	halfTime    = 10 * time.Minute
	provenTime  = 15 * time.Minute
	seenEvery   = 5 * time.Minute // how often it is noted that a session is used
)

// The values of a session. One with a half user waits for a code: nobody is signed
// in by it.
const (
	sessionUserKey   = "user"
	sessionHalfKey   = "half"
	sessionEpochKey  = "epoch"
	sessionBegunKey  = "begun"  // Unix seconds, as all times here
	sessionSeenKey   = "seen"   // when it was used
	sessionProvenKey = "proven" // when the password was given
	sessionAgentKey  = "agent"
	sessionFactorKey = "factor"  // the provider of single sign-on asked for a second factor
	signOnKey        = "sign-on" // a way to the provider and back
	passkeyKey       = "passkey" // what a browser is to use one for
	newPasskeyKey    = "passkey-new"
	secretKey        = "secret" // of a second factor that is being set up
	noticeKey        = "notice"
	undoKey          = "undo"
	deletedKey       = "deleted" // a draft that can be brought back
	alikeKey         = "alike"
)

func (a *app) newSessions() *scs.SessionManager {
	m := scs.New()
	m.Lifetime = sessionTime
	m.HashTokenInStore = true
	m.Store = sessionStore{a, m}
	m.Cookie.Name, m.Cookie.Secure = a.cookieName(sessionCookie), a.Secure
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.HttpOnly = true
	away := a.away()
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		api.LogFault(r.Context(), a.Log, w.Header().Get(idHeader), err)
		away.ServeHTTP(w, r)
	}
	return m
}

// sessionUser is whoever is signed in; nil where nobody is, or not any more.
func (r *request) sessionUser() (*partnership.User, error) {
	ctx := r.ctx()
	id := r.sessions.GetString(ctx, sessionUserKey)
	if id == "" {
		return nil, nil //nolint:nilnil // nobody is signed in
	}
	if r.since(sessionSeenKey) > idleTime || r.since(sessionBegunKey) > sessionTime {
		return nil, r.sessions.Destroy(ctx)
	}
	user, err := r.userOfSession(partnership.UserID(id))
	if user == nil || err != nil {
		return nil, err
	}
	if r.since(sessionSeenKey) > seenEvery {
		r.putTime(sessionSeenKey)
	}
	return user, nil
}

// userOfSession is the user of the session, half signed in or wholly. It ends a
// session whose user is gone or has ended it, and answers nil.
func (r *request) userOfSession(id partnership.UserID) (*partnership.User, error) {
	user, err := r.Service.Me(r.ctx(), service.By{User: id})
	isOver := user.Value.Disabled || user.Value.Epoch != r.sessions.GetInt(r.ctx(), sessionEpochKey)
	switch {
	case service.IsKind(err, service.NotFound), err == nil && isOver:
		return nil, r.sessions.Destroy(r.ctx())
	case err != nil:
		return nil, err
	}
	return &user.Value, nil
}

// since is how long a time of the session is ago.
func (r *request) since(key string) time.Duration {
	return r.Now().Sub(time.Unix(r.sessions.GetInt64(r.ctx(), key), 0))
}

func (r *request) putTime(key string) { r.sessions.Put(r.ctx(), key, r.Now().Unix()) }

// newSession makes the session a new one, with nothing of the one before.
func (r *request) newSession(u partnership.User) error {
	if err := r.sessions.Clear(r.ctx()); err != nil {
		return err
	}
	if err := r.sessions.RenewToken(r.ctx()); err != nil {
		return err
	}
	r.sessions.Put(r.ctx(), sessionEpochKey, u.Epoch)
	r.putTime(sessionBegunKey)
	return nil
}

// beginSession signs a user in who has just given the password, under a new token.
func (r *request) beginSession(u partnership.User) error {
	if err := r.newSession(u); err != nil {
		return err
	}
	r.sessions.Put(r.ctx(), sessionUserKey, string(u.ID))
	r.sessions.Put(r.ctx(), sessionAgentKey, results.Excerpt(r.Request.UserAgent()))
	r.putTime(sessionSeenKey)
	r.putTime(sessionProvenKey)
	return nil
}

// beginHalf begins a session that waits for a code.
func (r *request) beginHalf(u partnership.User) error {
	if err := r.newSession(u); err != nil {
		return err
	}
	r.sessions.Put(r.ctx(), sessionHalfKey, string(u.ID))
	return nil
}

// halfUser is whoever has given the password and is to give a code; nil where that
// is nobody, or too long ago.
func (r *request) halfUser() (*partnership.User, error) {
	id := r.sessions.GetString(r.ctx(), sessionHalfKey)
	if id == "" {
		return nil, nil //nolint:nilnil // nobody is half signed in
	}
	if r.since(sessionBegunKey) > halfTime {
		return nil, r.sessions.Destroy(r.ctx())
	}
	return r.userOfSession(partnership.UserID(id))
}

// hashedToken is the token as it is kept, which scs hashes just so.
func hashedToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// notice keeps a message to be shown on the next page.
func (r *request) notice(text string) { r.sessions.Put(r.ctx(), noticeKey, text) }

// sessionStore keeps sessions with everything else. Its tokens are hashes.
type sessionStore struct {
	app     *app
	manager *scs.SessionManager
}

// FindCtx reads the data of a session.
func (s sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	return s.app.Service.FindSession(ctx, token)
}

// CommitCtx keeps a session until it is over by its own values: scs does not know
// when it began. Whoever only reads goes on reading where the storage cannot be written to:
// a notice is then shown once more, and when the session was used is noted later.
func (s sessionStore) CommitCtx(ctx context.Context, token string, data []byte, _ time.Time) error {
	_, values, err := s.manager.Codec.Decode(data)
	if err != nil {
		return err
	}
	session := partnership.Session{Token: token, Data: data, Until: s.app.Now().Add(halfTime)}
	if id, ok := values[sessionUserKey].(string); ok {
		begun, _ := values[sessionBegunKey].(int64)
		session.User, session.Until = partnership.UserID(id), time.Unix(begun, 0).Add(sessionTime)
	}
	session.Agent, _ = values[sessionAgentKey].(string)
	if seen, ok := values[sessionSeenKey].(int64); ok {
		session.Seen = time.Unix(seen, 0)
	}
	err = s.app.Service.KeepSession(ctx, session)
	if _, isOnTheWay := values[signOnKey]; isAway(err) && isReading(ctx) && session.User != "" && !isOnTheWay {
		s.app.Log.WarnContext(ctx, "session is not kept", "error", err)
		return nil
	}
	return err
}

// DeleteCtx ends a session.
func (s sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return s.app.Service.EndSession(ctx, token)
}

// Find, Commit and Delete are what scs asks for besides; it calls those above.
func (s sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit keeps a session.
func (s sessionStore) Commit(token string, data []byte, until time.Time) error {
	return s.CommitCtx(context.Background(), token, data, until)
}

// Delete ends a session.
func (s sessionStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
