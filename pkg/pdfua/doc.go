// Package pdfua makes documents drawn with github.com/go-pdf/fpdf 0.9.0 accessible
// and lasting: PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3) in one file.
//
// A document is drawn in the usual way, and beside it a Structure records which
// element each piece of the drawing belongs to: RawWriteStr(s.Begin(content)) before
// it, RawWriteStr(s.End()) after it. What is no content is opened by BeginArtefact.
// Nothing may be drawn outside of both. Before a link is put on the page by Link or
// LinkString, Annotate says whose it is. Finish takes the bytes of fpdf and writes the
// finished file.
//
// What cannot be finished is refused with an error that names it: fonts that were not
// added as UTF-8 (others are not embedded), attachments by fpdf (it then shifts all
// links), scripts, layers, templates, spot colours, encryption, images in CMYK; and in
// the structure figures without alternative text, headings that skip a level, tables
// that are no rectangle, header cells without a scope, links that do not say where they
// lead. Images need not be registered in any order: they are numbered by their content.
package pdfua
