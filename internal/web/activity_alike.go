package web

import (
	"encoding/json"
)

// warnOfAlike tells on the page that is shown next, and on no other, which activities
// are perhaps the same as the one that was kept. It holds nothing up.
func (e *activityEdit) warnOfAlike() error {
	found, err := e.request.Service.AlikeActivities(e.request.ctx(), e.request.by(), e.request.project(), e.ref())
	if err != nil || len(found) == 0 {
		return err
	}
	var all []problemAt
	for n := range found[:min(len(found), mostAlike)] {
		a := &found[n]
		text := a.Ref + " " + inLanguage(e.request.words, a.Title) + " · " + organisationName(e.overview.Setup, a.Partner)
		all = append(all, problemAt{e.request.activityPath(a.Ref), text})
	}
	text, err := json.Marshal(all)
	if err != nil {
		return err
	}
	e.request.sessions.Put(e.request.ctx(), alikeKey, string(text))
	return nil
}

// mostAlike is how many are told of.
const mostAlike = 5

// takeAlike are the activities to tell of; nil where there are none.
func (r *request) takeAlike() []problemAt {
	text := r.sessions.PopString(r.ctx(), alikeKey)
	if text == "" {
		return nil
	}
	var all []problemAt
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		r.logFault(err)
		return nil
	}
	return all
}
