package archive

import (
	"context"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
)

// Title reads the title of a project; the rest of its set-up is not decoded. It
// answers store.ErrNotFound where there is no such project.
func Title(ctx context.Context, r store.Reader, project partnership.ProjectCode) (results.Text, error) {
	found, err := r.Get(ctx, Projects.Collection(), string(project))
	if err != nil {
		return nil, err
	}
	var d struct {
		Title text `bson:"title"`
	}
	if err := bson.Unmarshal(found.Body, &d); err != nil {
		return nil, fmt.Errorf("%w: %s %s: %w", store.ErrCorrupt, Projects.Collection(), project, err)
	}
	return results.Text(d.Title), nil
}
