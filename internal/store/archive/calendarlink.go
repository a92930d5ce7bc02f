package archive

import (
	"tulos/internal/partnership"
	"tulos/internal/store"
)

// CalendarLinks are kept by the hashes of their secrets.
var CalendarLinks = newTable(store.Collection{
	Name: "calendar_links",
	Keys: keys(store.String, "user"),
}, calendarLinkID, newCalendarLinkDocument, (*reading).calendarLink)

type calendarLinkDocument struct {
	User  partnership.UserID `bson:"user"`
	Token string             `bson:"token"`
	Since int64              `bson:"since"`
}

func calendarLinkID(l *partnership.CalendarLink) string { return l.Token }

func newCalendarLinkDocument(l *partnership.CalendarLink) calendarLinkDocument {
	return calendarLinkDocument{l.User, l.Token, newMoment(l.Since)}
}

func (*reading) calendarLink(d *calendarLinkDocument) partnership.CalendarLink {
	return partnership.CalendarLink{Token: d.Token, User: d.User, Since: moment(d.Since)}
}
