package mongo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tulos/internal/store"
)

// A file is a record in _files and bytes in GridFS under an id of their own,
// which never change. What may be without a record, because it is just coming
// in or was just replaced, is listed in _loose; what stays there for a day was
// left by a process that stopped, and the next start removes it.
const (
	fileCollection  = "_files"
	looseCollection = "_loose"
	gridBucket      = "_grid"
	looseFor        = 24 * time.Hour
)

type fileRecord struct {
	Name   string        `bson:"_id"`
	Grid   bson.ObjectID `bson:"grid"`
	Size   int64         `bson:"size"`
	SHA256 string        `bson:"sha256"`
}

func (f fileRecord) info() store.FileInfo {
	return store.FileInfo{Name: f.Name, Size: f.Size, SHA256: f.SHA256}
}

func byID(id any) bson.D { return bson.D{{Key: "_id", Value: id}} }

// bucket returns GridFS; the driver's bucket is not for use by two at once.
func (r *reader) bucket() *mongo.GridFSBucket {
	return r.db.GridFSBucket(options.GridFSBucket().SetName(gridBucket))
}

// PutFile implements store.Engine.
func (e *Engine) PutFile(ctx context.Context, name string, r io.Reader) (store.FileInfo, error) {
	info, err := e.putFile(ctx, name, r)
	if err != nil {
		return store.FileInfo{}, fmt.Errorf("put file %s: %w", name, kind(ctx, err))
	}
	return info, nil
}

func (e *Engine) putFile(ctx context.Context, name string, r io.Reader) (store.FileInfo, error) {
	if err := store.CheckFileName(name); err != nil {
		return store.FileInfo{}, err
	}
	if e.closed.Load() {
		return store.FileInfo{}, store.ErrClosed
	}
	grid := bson.NewObjectID()
	if _, err := e.db.Collection(looseCollection).InsertOne(ctx, byID(grid)); err != nil {
		return store.FileInfo{}, err
	}
	intake := store.NewIntake(ctx, name, source{r})
	if err := e.upload(ctx, grid, intake); err != nil {
		e.discard(ctx, grid)
		return store.FileInfo{}, err
	}
	info := intake.Info()
	replaced, err := e.putRecord(ctx, fileRecord{name, grid, info.Size, info.SHA256})
	if err != nil {
		return store.FileInfo{}, err // its bytes stay listed: the outcome may be unknown
	}
	if !replaced.IsZero() {
		e.discard(ctx, replaced)
	}
	return info, nil
}

func (e *Engine) upload(ctx context.Context, grid bson.ObjectID, r io.Reader) error {
	stream, err := e.bucket().OpenUploadStreamWithID(ctx, grid, "")
	if err != nil {
		return err
	}
	if _, err := io.Copy(stream, r); err != nil {
		return err
	}
	return stream.Close()
}

// source tells the errors of the reader that a file comes from apart from those
// of the database.
type source struct{ io.Reader }

func (s source) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = &sourceError{err}
	}
	return n, err
}

type sourceError struct{ error }

func (e *sourceError) Unwrap() error { return e.error }

// putRecord writes the record and returns the bytes of the one before, or none;
// these are loose now, and the record's no longer.
func (e *Engine) putRecord(ctx context.Context, now fileRecord) (bson.ObjectID, error) {
	files, loose := e.db.Collection(fileCollection), e.db.Collection(looseCollection)
	var was fileRecord
	err := e.together(ctx, func(ctx context.Context) error {
		was = fileRecord{}
		err := files.FindOneAndReplace(ctx, byID(now.Name), now, options.FindOneAndReplace().SetUpsert(true)).Decode(&was)
		if err != nil && !errors.Is(err, mongo.ErrNoDocuments) {
			return err
		}
		if was.Grid == now.Grid { // tried before, with success
			was.Grid = bson.ObjectID{}
		}
		if !was.Grid.IsZero() {
			if _, err := loose.InsertOne(ctx, byID(was.Grid)); err != nil {
				return err
			}
		}
		_, err = loose.DeleteOne(ctx, byID(now.Grid))
		return err
	})
	return was.Grid, err
}

// discard removes bytes without a record. Where that fails they stay listed.
func (e *Engine) discard(ctx context.Context, grid bson.ObjectID) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	_ = e.removeLoose(ctx, grid)
}

func (e *Engine) removeLoose(ctx context.Context, grid bson.ObjectID) error {
	err := e.bucket().Delete(ctx, grid)
	if err != nil && !errors.Is(err, mongo.ErrFileNotFound) { // then the chunks alone were there
		return err
	}
	_, err = e.db.Collection(looseCollection).DeleteOne(ctx, byID(grid))
	return err
}

// sweep removes what has been loose for too long by the server's clock.
func (e *Engine) sweep(ctx context.Context, now time.Time) error {
	old := bson.NewObjectIDFromTimestamp(now.Add(-looseFor))
	cursor, err := e.db.Collection(looseCollection).Find(ctx, compare("_id", "$lt", old))
	if err != nil {
		return err
	}
	var list []struct {
		Grid bson.ObjectID `bson:"_id"`
	}
	if err := cursor.All(ctx, &list); err != nil {
		return err
	}
	for _, l := range list {
		n, err := e.db.Collection(fileCollection).CountDocuments(ctx, bson.D{{Key: "grid", Value: l.Grid}})
		if err != nil {
			return err
		}
		if n > 0 {
			continue
		}
		if err := e.removeLoose(ctx, l.Grid); err != nil {
			return err
		}
	}
	return nil
}

// DeleteFile implements store.Engine.
func (e *Engine) DeleteFile(ctx context.Context, name string) error {
	if err := e.deleteFile(ctx, name); err != nil {
		return fmt.Errorf("delete file %s: %w", name, kind(ctx, err))
	}
	return nil
}

func (e *Engine) deleteFile(ctx context.Context, name string) error {
	if e.closed.Load() {
		return store.ErrClosed
	}
	var was fileRecord
	err := e.together(ctx, func(ctx context.Context) error {
		err := e.db.Collection(fileCollection).FindOneAndDelete(ctx, byID(name)).Decode(&was)
		if errors.Is(err, mongo.ErrNoDocuments) {
			return store.ErrNotFound
		}
		if err != nil {
			return err
		}
		_, err = e.db.Collection(looseCollection).InsertOne(ctx, byID(was.Grid))
		return err
	})
	if err != nil {
		return err
	}
	e.discard(ctx, was.Grid)
	return nil
}

// StatFile implements store.Reader.
func (r *reader) StatFile(ctx context.Context, name string) (store.FileInfo, error) {
	record, err := r.fileRecord(ctx, name)
	if err != nil {
		return store.FileInfo{}, fmt.Errorf("stat file %s: %w", name, kind(ctx, err))
	}
	return record.info(), nil
}

func (r *reader) fileRecord(ctx context.Context, name string) (record fileRecord, err error) {
	if ctx, err = r.enter(ctx); err != nil {
		return fileRecord{}, err
	}
	err = r.db.Collection(fileCollection).FindOne(ctx, byID(name)).Decode(&record)
	if errors.Is(err, mongo.ErrNoDocuments) {
		return fileRecord{}, store.ErrNotFound
	}
	return record, err
}

// OpenFile implements store.Reader. A file that is deleted or replaced while
// it is read ends in an error.
func (r *reader) OpenFile(ctx context.Context, name string) (*store.File, error) {
	f, err := r.openFile(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("open file %s: %w", name, kind(ctx, err))
	}
	return f, nil
}

func (r *reader) openFile(ctx context.Context, name string) (*store.File, error) {
	// Between the two looks the file may be replaced, and a server that is behind may
	// show the record of before once more.
	for looks := 1; ; looks++ {
		record, err := r.fileRecord(ctx, name)
		if err != nil {
			return nil, err
		}
		inside, err := r.enter(ctx)
		if err != nil {
			return nil, err
		}
		body, err := r.bucket().OpenDownloadStream(inside, record.Grid)
		switch {
		case err == nil:
			return store.NewFile(record.info(), fileBody{inside, body}), nil
		case !errors.Is(err, mongo.ErrFileNotFound):
			return nil, err
		case looks == mostLooks:
			return nil, fmt.Errorf("%w: its bytes are not there", store.ErrCorrupt)
		}
	}
}

// mostLooks is how often a file is looked for whose bytes are not there.
const mostLooks = 10

// fileBody reads the bytes of a file.
type fileBody struct {
	ctx context.Context
	*mongo.GridFSDownloadStream
}

func (b fileBody) Read(p []byte) (int, error) {
	n, err := b.GridFSDownloadStream.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("read file: %w", kind(b.ctx, err))
	}
	return n, err
}

// ListFiles implements store.Reader.
func (r *reader) ListFiles(ctx context.Context, prefix string) iter.Seq2[store.FileInfo, error] {
	return func(yield func(store.FileInfo, error) bool) {
		if err := r.listFiles(ctx, prefix, yield); err != nil {
			yield(store.FileInfo{}, fmt.Errorf("list files: %w", kind(ctx, err)))
		}
	}
}

func (r *reader) listFiles(ctx context.Context, prefix string, yield func(store.FileInfo, error) bool) error {
	ctx, err := r.enter(ctx)
	if err != nil {
		return err
	}
	cursor, err := r.db.Collection(fileCollection).Find(ctx, compare("_id", "$gte", prefix),
		options.Find().SetSort(bson.D{{Key: "_id", Value: 1}}))
	if err != nil {
		return err
	}
	defer cursor.Close(context.WithoutCancel(ctx))
	for cursor.Next(ctx) {
		var record fileRecord
		if err := cursor.Decode(&record); err != nil {
			return err
		}
		if !strings.HasPrefix(record.Name, prefix) || !yield(record.info(), nil) {
			return nil
		}
	}
	return cursor.Err()
}
