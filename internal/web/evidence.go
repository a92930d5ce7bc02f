package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"tulos/internal/bundle"
	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/pkg/photo"
)

// An uploadedFile is a file that came with a form.
type uploadedFile struct {
	Name string
	Data []byte
}

// mostFiles is how many files a form carries at most.
const mostFiles = 20

// uploads reads the files of a form that was sent.
func (r *request) uploads() ([]uploadedFile, error) {
	form := r.Request.MultipartForm
	if form == nil {
		return nil, nil
	}
	var all []uploadedFile
	for _, header := range form.File["files"][:min(len(form.File["files"]), mostFiles)] {
		if header.Size == 0 && header.Filename == "" {
			continue
		}
		f, err := header.Open()
		if err != nil {
			return nil, fmt.Errorf("open an upload: %w", err)
		}
		data, err := io.ReadAll(f)
		if err = errors.Join(err, f.Close()); err != nil {
			return nil, fmt.Errorf("read an upload: %w", err)
		}
		all = append(all, uploadedFile{header.Filename, data})
	}
	return all, nil
}

// changeFiles adds files to the entry that is edited, and takes one off it.
func (e *entryEdit[T]) changeFiles(files []uploadedFile, detach string) ([]results.Problem, error) {
	var problems []results.Problem
	for n, f := range files {
		by := e.request.selfWith(e.key + "/file" + strconv.Itoa(n))
		if _, was, err := e.request.Service.Sent(e.request.ctx(), by, e.request.project()); was || err != nil {
			if err != nil {
				return nil, err
			}
			continue // the form was sent twice
		}
		err := e.attach(by, f, partnership.Evidence{})
		for _, p := range problemsOf(err) {
			problems = append(problems, named(p, f.Name))
		}
		if err != nil && !service.IsKind(err, service.Invalid) {
			return nil, err
		}
	}
	if detach != "" {
		err := e.uses.detach(e.request.Service, e.request.ctx(), e.request.self(), e.request.project(), e.ref(), e.rev, detach)
		if err != nil && !service.IsKind(err, service.NotFound) {
			return nil, err
		}
	}
	if len(files) == 0 && detach == "" {
		return nil, nil
	}
	return problems, e.readNow(e.ref())
}

// named tells with a problem of which file it is.
func named(p results.Problem, name string) results.Problem {
	args := i18n.Args{"File": results.Excerpt(path.Base(strings.ReplaceAll(name, "\\", "/")))}
	for key, value := range p.Args {
		args[key] = value
	}
	p.Args = args
	return p
}

func (r *request) fileMessage(p results.Problem) string {
	name, _ := p.Args["File"].(string)
	return name + ": " + bundle.Message(r.words, p)
}

// attach adds a file: a photo if it is one by its content.
func (e *entryEdit[T]) attach(by service.By, f uploadedFile, evidence partnership.Evidence) error {
	evidence.Kind = partnership.Document
	if _, isPhoto := photo.Kind(f.Data); isPhoto {
		evidence.Kind = partnership.Photo
	}
	_, err := e.uses.attach(e.request.Service, e.request.ctx(), by, e.request.project(), e.ref(), e.rev, service.Upload{Evidence: evidence, Data: f.Data})
	if err != nil {
		return err
	}
	return e.readNow(e.ref())
}

// addEvidence adds the files of a form to an activity, with what is said about them.
func addEvidence(r *request) error {
	e, err := r.activitySent()
	if err != nil {
		return err
	}
	files, err := r.uploads()
	if err != nil {
		return err
	}
	s := sent{r.Request.PostForm}
	reader := &reader{words: r.words, project: e.project(), language: r.textLanguage(e.was.Value.Title), fields: map[string]string{}}
	e.reader = reader
	evidence := partnership.Evidence{Caption: reader.text("caption", s.typedText("caption")), Consent: reader.consent("", s.consent(""))}
	var problems []results.Problem
	for n, f := range files {
		err := e.attach(r.selfWith(keyOf(e.key, n)), f, evidence)
		for _, p := range problemsOf(err) {
			problems = append(problems, named(p, f.Name))
		}
		if err != nil && !service.IsKind(err, service.Invalid) {
			return err
		}
	}
	e.form = formMaker{r.words, reader.language}.form(&e.was.Value)
	if len(problems) > 0 {
		return e.page(http.StatusUnprocessableEntity, e.fileMessages(problems))
	}
	return r.to(e.filesPath())
}

// keyOf is the key of the n-th thing that a form does.
func keyOf(key string, n int) string {
	if key == "" {
		return ""
	}
	return key + "/file" + strconv.Itoa(n)
}

// removeEvidence takes a file off an activity.
func removeEvidence(r *request) error {
	e, err := r.activitySent()
	if err != nil {
		return err
	}
	if err := r.Service.Detach(r.ctx(), r.by(), r.project(), e.was.Value.Ref, e.rev, r.PostForm("file")); err != nil {
		return err
	}
	return r.to(r.activityPath(e.was.Value.Ref) + "/edit#files")
}

// file sends a file of an entry that the person may see. Pictures are shown,
// everything else is saved; ?of= names the entry, and ?size=small asks for a photo as a
// small one.
func file(r *request) error {
	name := strings.TrimPrefix(r.Param("name"), "/")
	f, err := r.Service.EvidenceFile(r.ctx(), r.self(), r.project(), r.Query("of"), name)
	if err != nil {
		return err
	}
	defer f.Close()
	isSmall := r.Query("size") == "small" && isPhotoName(name)
	h := r.Writer.Header()
	tag := `"` + f.SHA256 + `"`
	if isSmall {
		tag = `"small-` + f.SHA256 + `"`
	}
	h.Set("ETag", tag)
	h.Set("Cache-Control", "private, no-cache")
	if slices.Contains(strings.Split(r.GetHeader("If-None-Match"), ", "), tag) {
		r.Status(http.StatusNotModified)
		r.Writer.WriteHeaderNow()
		return nil
	}
	if isSmall {
		small, err := r.Service.Thumbnail(r.ctx(), f)
		if err != nil {
			return err
		}
		return r.sendFile(name, int64(len(small)), bytes.NewReader(small))
	}
	return r.sendFile(name, f.Size, f)
}

// isPhotoName says whether a file that was kept as a photo can have the name.
func isPhotoName(name string) bool {
	return slices.Contains([]string{".jpg", ".jpeg", ".png", ".webp"}, strings.ToLower(path.Ext(name)))
}

// sendFile sends the content of a file, by what it is.
func (r *request) sendFile(name string, size int64, content io.Reader) error {
	head := make([]byte, min(size, sniffed))
	if _, err := io.ReadFull(content, head); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	disposition := "attachment"
	if _, isPicture := photo.Kind(head); isPicture {
		disposition = "inline"
	}
	h := r.Writer.Header()
	h.Set("Content-Type", service.FileType(head))
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": path.Base(name)}))
	h.Set("Content-Length", strconv.FormatInt(size, 10))
	r.Status(http.StatusOK)
	if _, err := r.Writer.Write(head); err != nil {
		return fmt.Errorf("send %s: %w", name, err)
	}
	if _, err := io.Copy(r.Writer, content); err != nil {
		return fmt.Errorf("send %s: %w", name, err)
	}
	return nil
}

// sniffed is how many bytes of a file tell its type.
const sniffed = 3072
