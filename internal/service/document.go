package service

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/pkg/photo"
)

// MaxDocument is how many bytes a document has at most.
const MaxDocument = 20 << 20

// The problems of files.
const (
	fileEmpty     results.ProblemCode = "file-empty"
	fileTooLarge  results.ProblemCode = "file-too-large"
	notPhoto      results.ProblemCode = "not-photo"
	photoDamaged  results.ProblemCode = "photo-damaged"
	photoTooLarge results.ProblemCode = "photo-too-large"
	notDocument   results.ProblemCode = "not-document"
)

// extensions are the types of documents that are taken, with the ending of their
// names. Nothing that a browser would run is among them.
func extensions() map[string]string {
	const (
		openXML = "application/vnd.openxmlformats-officedocument."
		oasis   = "application/vnd.oasis.opendocument."
	)
	return map[string]string{
		"application/pdf": "pdf", "text/rtf": "rtf", "text/plain": "txt", "text/csv": "csv",
		openXML + "wordprocessingml.document": "docx", openXML + "spreadsheetml.sheet": "xlsx",
		openXML + "presentationml.presentation": "pptx",
		oasis + "text":                          "odt", oasis + "spreadsheet": "ods", oasis + "presentation": "odp",
		"application/msword": "doc", "application/vnd.ms-excel": "xls", "application/vnd.ms-powerpoint": "ppt",
		"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp",
	}
}

// FileType is the media type of a file's content, by how it begins; one that is
// not taken as evidence is that of mere bytes.
func FileType(head []byte) string {
	t := mediaType(head)
	if extensions()[t] == "" {
		return "application/octet-stream"
	}
	return t
}

// mediaType is the type that the content begins like. A PDF begins with its head: one
// behind something else is that as well.
func mediaType(data []byte) string {
	t, _, _ := strings.Cut(mimetype.Detect(data).String(), ";")
	if t == "application/pdf" && !bytes.HasPrefix(data, []byte("%PDF-")) {
		return ""
	}
	return t
}

// prepared is a file as it is kept, with the ending of its name: a picture without
// anything but the picture.
func prepared(kind partnership.EvidenceKind, data []byte) (clean []byte, extension string, err error) {
	if len(data) == 0 {
		return nil, "", rejectFile(fileEmpty)
	}
	if kind == partnership.Photo {
		return preparedPhoto(data)
	}
	if len(data) > MaxDocument {
		return nil, "", rejectFile(fileTooLarge, "Most", MaxDocument>>20)
	}
	if _, ok := photo.Kind(data); ok {
		return preparedPhoto(data)
	}
	t := mediaType(data)
	if t == "application/zip" {
		t = officeType(data)
	}
	if extension = extensions()[t]; extension == "" {
		return nil, "", rejectFile(notDocument)
	}
	return data, extension, nil
}

func preparedPhoto(data []byte) (clean []byte, extension string, err error) {
	clean, err = photo.Clean(data)
	switch {
	case errors.Is(err, photo.ErrFormat):
		return nil, "", rejectFile(notPhoto)
	case errors.Is(err, photo.ErrTooLarge):
		return nil, "", rejectFile(photoTooLarge, "Most", photo.MaxSize>>20)
	case err != nil:
		return nil, "", rejectFile(photoDamaged)
	}
	return clean, extensions()[mediaType(clean)], nil
}

// officeType tells what a zip file is whose beginning does not tell: a document of
// an office program, or nothing that is taken.
func officeType(data []byte) string {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return ""
	}
	const openXML = "application/vnd.openxmlformats-officedocument."
	for _, f := range archive.File {
		switch folder, _, _ := strings.Cut(f.Name, "/"); folder {
		case "word":
			return openXML + "wordprocessingml.document"
		case "xl":
			return openXML + "spreadsheetml.sheet"
		case "ppt":
			return openXML + "presentationml.presentation"
		}
	}
	return ""
}

func rejectFile(code results.ProblemCode, args ...any) error {
	var f results.Findings
	f.Wrong("file", code, args...)
	return reject(f.Problems())
}
