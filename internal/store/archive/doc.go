// Package archive keeps the values of the domain as documents of a store.Engine:
// one Table for each noun, with the document types beside it. It holds no rules
// and computes no figures.
//
// What is stored does not depend on the names of Go fields. testdata/shape.txt
// shows it; a change of it needs a migration in Schema.
//
// Every value comes back as it was put in, but for two things: times come back in
// UTC, in whole milliseconds, and an empty list comes back as nil.
package archive
