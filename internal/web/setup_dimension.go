package web

import (
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// dimensionPart edits the ways to break figures down.
func dimensionPart() setupPart {
	return setupPart{kind: "dimensions", open: openDimension, names: func(s *partnership.Setup) []string {
		var all []string
		for _, d := range s.Project.Dimensions {
			all = append(all, string(d.Key))
		}
		return all
	}}
}

func openDimension(a *setupAim) *openPart {
	all := &a.setup.Project.Dimensions
	var d results.Dimension
	at := slices.IndexFunc(*all, func(d results.Dimension) bool { return string(d.Key) == a.name })
	o := &openPart{title: a.request.words.Text("setup.new-dimension", nil), advice: "setup.dimension-advice"}
	switch {
	case at >= 0:
		d = (*all)[at]
		o.title = inLanguage(a.request.words, d.Title)
	case a.name != "":
		return nil
	}
	o.bind = func(b *binding) {
		b.at("key", "title")
		b.text(lineInput, "title", "activity.title", &d.Title)
		rows(b, "categories", "setup.categories", &d.Categories, func(b *binding, c *results.Category) {
			hidden(b, "key", &c.Key)
			b.at("key", "title")
			b.text(lineInput, "title", "activity.title", &c.Title)
		}, func(c *results.Category) bool { return c.Title == nil })
		b.hint(b.check("sensitive", "setup.sensitive", &d.Sensitive), "setup.sensitive-hint")
	}
	o.remove = func() { *all = slices.Delete(slices.Clone(*all), at, at+1) }
	o.settle = func() string {
		var keys []results.CategoryKey
		for _, c := range d.Categories {
			keys = append(keys, c.Key)
		}
		for n := range d.Categories {
			if c := &d.Categories[n]; c.Key == "" {
				c.Key = service.NewKey(a.mainText(c.Title), "category", keys)
				keys = append(keys, c.Key)
			}
		}
		if at >= 0 {
			(*all)[at] = d
			return results.At("project.dimensions", at)
		}
		var taken []results.DimensionKey
		for _, other := range *all {
			taken = append(taken, other.Key)
		}
		d.Key = service.NewKey(a.mainText(d.Title), "dimension", taken)
		*all = append(*all, d)
		return results.At("project.dimensions", len(*all)-1)
	}
	return o
}
