package mongo

import (
	"context"
	"math/rand/v2"
	"time"

	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/readconcern"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"
)

const (
	// attempts is how often a write gives way to others.
	attempts = 20
	// transactionTime is how long a transaction is tried, by the drivers'
	// specification.
	transactionTime = 120 * time.Second
)

// pause waits a moment, the longer the higher i. It returns false when ctx has
// ended.
func pause(ctx context.Context, i int) bool {
	timer := time.NewTimer(rand.N(time.Millisecond << min(i+1, 10))) //nolint:gosec // a wait is no secret
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
	return ctx.Err() == nil
}

// again repeats f while its error is transient.
func (e *Engine) again(ctx context.Context, f func() error) error {
	for i := 0; ; i++ {
		err := f()
		if !transient(err) || i == attempts-1 || !pause(ctx, i) {
			return err
		}
	}
}

// together runs f in a transaction, again and again while others are in its
// way; without transactions it just runs f. It repeats as the driver's
// WithTransaction does, which does not take notice of the end of ctx.
func (e *Engine) together(ctx context.Context, f func(ctx context.Context) error) error {
	if !e.transactions {
		return e.again(ctx, func() error { return f(ctx) })
	}
	session, err := e.client.StartSession(options.Session().SetDefaultTransactionOptions(
		options.Transaction().SetReadConcern(readconcern.Snapshot()).SetWriteConcern(writeconcern.Majority())))
	if err != nil {
		return err
	}
	defer session.EndSession(context.WithoutCancel(ctx))
	trying, cancel := context.WithTimeout(ctx, transactionTime)
	defer cancel()
	for i := 0; ; i++ {
		err := transact(ctx, session, f)
		for n := 0; hasLabel(err, unknownCommit) && !hasCode(err, maxTimeExpired) && pause(trying, n); n++ {
			err = commit(ctx, session)
		}
		inTheWay := hasLabel(err, transientTransaction) || transient(err) && i < attempts
		if !inTheWay || !pause(trying, i) {
			return err
		}
	}
}

// transact runs f in one transaction.
func transact(ctx context.Context, session *mongo.Session, f func(ctx context.Context) error) error {
	if err := session.StartTransaction(); err != nil {
		return err
	}
	err := f(mongo.NewSessionContext(ctx, session))
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		return commit(ctx, session)
	}
	longer, cancel := outlasting(ctx)
	defer cancel()
	_ = session.AbortTransaction(longer) // else the server does, in its time
	return err
}

// commit is not broken off with ctx at once, so that its outcome is known.
func commit(ctx context.Context, session *mongo.Session) error {
	longer, cancel := outlasting(ctx)
	defer cancel()
	return session.CommitTransaction(longer)
}

// outlasting returns a context that ends a moment after ctx.
func outlasting(ctx context.Context) (context.Context, context.CancelFunc) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(patience, cancel) })
	return longer, func() {
		stop()
		cancel()
	}
}
