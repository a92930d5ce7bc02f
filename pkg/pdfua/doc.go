// Package pdfua makes documents drawn with fpdf 0.9.0 accessible and lasting:
// PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3) in one file.
//
// A document is drawn in the usual way, and beside it a Structure records which
// element each piece of the drawing belongs to.
package pdfua
