// Package store keeps documents in named collections, and named binary files,
// over one small Engine with two implementations: store/sqlite, one folder on
// one machine, and store/mongo, a replica set or a sharded cluster.
//
// # Documents
//
// A Document is an identifier, a revision and a body in BSON. A body is opaque
// to an engine except for its keys: the fields that its Collection declares,
// by path ("period.start"), as a string, an integer or a date. Only keys can
// be searched, ordered and unique. A key that is missing or null is one and
// the same thing and comes before every value; strings compare byte by byte,
// so upper case comes before lower and "z" before "ä"; dates are strings of
// the form 2026-03-31 and therefore compare in the order of time. Both engines
// answer alike; store/storetest holds them to it.
//
// A collection may name one key as its shard. The shard leads every index and
// every unique key, each document has it, and it never changes in a document;
// so a sharded cluster can be split by it. A search that does not fix the
// shard reads the whole collection. On a cluster identifiers are checked for
// uniqueness within a shard only: make them unique by themselves.
//
// # Writing
//
// All writing goes through Commit: a Unit of inserts, replacements and
// deletions, in order, all or none. Each names the revision that it expects to
// find; what another has changed meanwhile is an ErrConflict and nothing of
// the unit is applied. Revisions start at 1 and go up by one with every
// replacement. When Commit returns nil, the unit is durable: on sqlite synced
// to the disk, on mongo acknowledged by a majority.
//
// When Commit fails on sqlite the unit was not applied. On mongo a connection
// lost at the wrong moment can leave that open; sending the unit again is
// safe, since its revisions no longer fit if it was applied.
//
// # Reading
//
// Reads see every unit that was committed before they began. Find streams; its
// documents are each current when they are read, not all of one moment. A
// Snapshot shows one moment throughout, for backups, checks and figures that
// must agree with each other.
package store
