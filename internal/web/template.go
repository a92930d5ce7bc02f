package web

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"sync"
	"text/template/parse"

	"tulos/internal/i18n"
)

//go:embed templates
var templates embed.FS

// pages are the templates of all pages, ready in each language from the first time
// that somebody asks for them: a page is parsed once, and copied for a language with
// only the parts that it uses.
type pages struct {
	ready map[pageIn]func() (*template.Template, error)
}

// A pageIn is a page in a language.
type pageIn struct {
	language i18n.Language
	file     string
}

// trees are parsed templates by name.
type trees map[string]*parse.Tree

// parsePages parses every page, the layout, and the parts that pages share.
func parsePages(messages *i18n.Catalog) (*pages, error) {
	shared, err := parseFiles("templates/layout.html", "templates/parts/*.html")
	if err != nil {
		return nil, fmt.Errorf("parse the layout: %w", err)
	}
	p := &pages{map[pageIn]func() (*template.Template, error){}}
	for _, file := range allPages() {
		own, err := parseFiles("templates/" + file.file)
		if err != nil {
			return nil, fmt.Errorf("parse %s: %w", file.file, err)
		}
		used := trees{}
		used.take("layout", own, shared)
		for _, l := range languages() {
			p.ready[pageIn{l, file.file}] = sync.OnceValues(func() (*template.Template, error) { return used.in(l, messages) })
		}
	}
	return p, nil
}

func parseFiles(patterns ...string) (trees, error) {
	words, err := i18n.For(i18n.English)
	if err != nil {
		return nil, err
	}
	parsed, err := template.New("").Funcs(functions(words)).ParseFS(templates, patterns...)
	if err != nil {
		return nil, err
	}
	all := trees{}
	for _, t := range parsed.Templates() {
		all[t.Name()] = t.Tree
	}
	return all, nil
}

// take adds the template of a name, the first that there is, and those that it uses.
func (used trees) take(name string, from ...trees) {
	if used[name] != nil {
		return
	}
	for _, t := range from {
		if tree := t[name]; tree != nil {
			used[name] = tree
			used.takeUsed(tree.Root, from)
			return
		}
	}
}

func (used trees) takeUsed(list *parse.ListNode, from []trees) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.TemplateNode:
			used.take(n.Name, from...)
		case *parse.IfNode:
			used.takeUsed(n.List, from)
			used.takeUsed(n.ElseList, from)
		case *parse.RangeNode:
			used.takeUsed(n.List, from)
			used.takeUsed(n.ElseList, from)
		case *parse.WithNode:
			used.takeUsed(n.List, from)
			used.takeUsed(n.ElseList, from)
		}
	}
}

// in makes the templates for a language.
func (used trees) in(l i18n.Language, messages *i18n.Catalog) (*template.Template, error) {
	words, err := messages.For(l)
	if err != nil {
		return nil, err
	}
	set := template.New("").Funcs(functions(words))
	for name, tree := range used {
		if _, err := set.AddParseTree(name, tree.Copy()); err != nil {
			return nil, err
		}
	}
	return set, nil
}

// render writes a page in a language. It is safe for concurrent use.
func (p *pages) render(w io.Writer, l i18n.Language, file string, shown any) error {
	ready, ok := p.ready[pageIn{l, file}]
	if !ok {
		return fmt.Errorf("render %s: there is no such page in %s", file, l)
	}
	t, err := ready()
	if err == nil {
		err = t.ExecuteTemplate(w, "layout", shown)
	}
	if err != nil {
		return fmt.Errorf("render %s: %w", file, err)
	}
	return nil
}
