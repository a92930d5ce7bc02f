// Package service holds the use cases of an installation: who may do what, what
// becomes of it, and that it is kept.
//
// Each use case that changes something runs in one go: it reads the end of the
// project's audit chain and what it needs, checks permission, applies the rules,
// and commits documents, tallies, audit entry and the new end of the chain as one
// unit. Because every change of a project moves the end of its chain, whatever a
// use case has read is still so when its unit is applied; when another process was
// quicker, it is run again.
//
// Two people who edit the same thing: each names the revision that they saw, and
// the second gets a Conflict. A form carries a key (By.Key): sent twice, it is
// applied once and answered the same.
package service
