package web

import (
	"bytes"
	"fmt"
	"html/template"
	"image"
	_ "image/png" // pictures of guides are PNG
	"path"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"tulos/docs"
)

// A guideText is a guide of docs/guide as a page shows it: its text below the title, and
// its chapters, each a link to its place on the page.
type guideText struct {
	Text     template.HTML
	Chapters []link
}

// guideTexts are all guides of docs/guide, by name.
var guideTexts = sync.OnceValues(func() (map[string]guideText, error) {
	files, err := docs.Guide.ReadDir("guide")
	if err != nil {
		return nil, err
	}
	all := map[string]guideText{}
	for _, file := range files {
		name, isGuide := strings.CutSuffix(file.Name(), ".md")
		if !isGuide {
			continue
		}
		if all[name], err = renderGuide(file.Name()); err != nil {
			return nil, fmt.Errorf("guide %s: %w", name, err)
		}
	}
	return all, nil
})

// renderGuide makes the text of a file in docs/guide. What is written there is trusted.
func renderGuide(file string) (guideText, error) {
	source, err := docs.Guide.ReadFile("guide/" + file)
	if err != nil {
		return guideText{}, err
	}
	dress := &guideDress{}
	m := goldmark.New(
		goldmark.WithExtensions(extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone))),
		goldmark.WithParserOptions(parser.WithAutoHeadingID(), parser.WithASTTransformers(util.Prioritized(dress, 0))),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(dress, 0))),
	)
	var b bytes.Buffer
	if err := m.Convert(source, &b); err != nil {
		return guideText{}, err
	}
	return guideText{Text: template.HTML(b.String()), Chapters: dress.chapters}, nil //nolint:gosec // of our own files
}

// guideDress gives a guide the look of a page, takes its title off, and leads its links
// to the pages that show the files they name.
type guideDress struct{ chapters []link }

// guideClass is that of an element of a guide; empty where it needs none.
func guideClass(n ast.Node) string {
	switch n := n.(type) {
	case *ast.List:
		if n.IsOrdered() {
			return "govuk-list govuk-list--number"
		}
		return "govuk-list govuk-list--bullet"
	case *tables.TableHeader:
		return "govuk-table__head"
	case *tables.TableRow:
		return "govuk-table__row"
	case *tables.TableCell:
		class := "govuk-table__cell"
		if n.Parent().Kind() == tables.KindTableHeader {
			class = "govuk-table__header"
		}
		if n.Alignment == tables.AlignRight {
			class += " " + class + "--numeric"
		}
		return class
	}
	return ""
}

// Transform changes what was read of a guide.
func (d *guideDress) Transform(guide *ast.Document, r text.Reader, _ parser.Context) {
	var title ast.Node
	var elsewhere []*ast.Link
	_ = ast.Walk(guide, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		if class := guideClass(n); class != "" {
			n.SetAttributeString("class", []byte(class))
		}
		switch n := n.(type) {
		case *ast.Heading:
			switch n.Level {
			case 1:
				title = n
			case 2:
				id, _ := n.AttributeString("id")
				d.chapters = append(d.chapters, link{Text: string(n.Lines().Value(r.Source())), Path: fmt.Sprintf("#%s", id)})
			}
		case *ast.Image:
			placePicture(n)
		case *ast.Link:
			if !guideLink(n) {
				elsewhere = append(elsewhere, n)
			}
		case *tables.TableCell:
			if n.Parent().Kind() == tables.KindTableHeader {
				n.SetAttributeString("scope", []byte("col"))
			}
		}
		return ast.WalkContinue, nil
	})
	if title != nil {
		guide.RemoveChild(guide, title)
	}
	for _, l := range elsewhere {
		unwrap(l)
	}
}

// guideLink leads a link to the page of the guide that it names, and says whether the
// product, or the Internet, has what it names.
func guideLink(l *ast.Link) bool {
	file, anchor, _ := strings.Cut(string(l.Destination), "#")
	switch name, isGuide := strings.CutSuffix(file, ".md"); {
	case strings.Contains(file, "://"), file == "":
		return true
	case isGuide && !strings.Contains(name, "/"):
		l.Destination = []byte("/help/" + name)
		if anchor != "" {
			l.Destination = append(l.Destination, "#"+anchor...)
		}
		return true
	}
	return false
}

// unwrap leaves of a link its words.
func unwrap(l *ast.Link) {
	for c := l.FirstChild(); c != nil; c = l.FirstChild() {
		l.Parent().InsertBefore(l.Parent(), l, c)
	}
	l.Parent().RemoveChild(l.Parent(), l)
}

// placePicture leads a picture to where it is served, with its size, so that nothing moves
// when it comes. That each is there a test of docs holds.
func placePicture(n *ast.Image) {
	name := path.Base(string(n.Destination))
	n.Destination = []byte(pictures.address(name))
	n.SetAttributeString("loading", []byte("lazy"))
	file, err := docs.Guide.Open("guide/pictures/" + name)
	if err != nil {
		return
	}
	defer file.Close()
	if size, _, err := image.DecodeConfig(file); err == nil {
		n.SetAttributeString("width", fmt.Append(nil, size.Width))
		n.SetAttributeString("height", fmt.Append(nil, size.Height))
	}
}

// RegisterFuncs names what is written otherwise than Markdown usually is: what can be
// wider than a phone scrolls by itself, also by keyboard.
func (d *guideDress) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(tables.KindTable, func(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
		markup := "</table></div>\n"
		if entering {
			markup = `<div class="tulos-scroll" role="group" tabindex="0"><table class="govuk-table">` + "\n"
		}
		_, err := w.WriteString(markup)
		return ast.WalkContinue, err
	})
	r.Register(ast.KindFencedCodeBlock, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		markup := "</code></pre>\n"
		if entering {
			markup = `<pre tabindex="0"><code>` + template.HTMLEscapeString(string(n.Lines().Value(source)))
		}
		_, err := w.WriteString(markup)
		return ast.WalkContinue, err
	})
}
