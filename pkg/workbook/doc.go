// Package workbook reads workbooks (.xlsx, Office Open XML, ECMA-376) and tables
// of text (CSV) that came from outside, and writes values into cells of a
// workbook whose other parts stay byte for byte.
//
// What comes from outside is hostile until it has been scanned: Open counts the
// entries of the zip file before it reads any, unpacks everything once without
// keeping it, and counts what really comes out. A file that is refused is a
// *RefusedError with a reason that can be told to a person.
package workbook
