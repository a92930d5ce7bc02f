package workbook

import (
	"path"
	"strconv"
	"strings"
)

// readMain finds the sheets, and which styles show days.
func (b *Book) readMain() error {
	b.main = "xl/workbook.xml"
	root, err := b.relations("")
	if err != nil {
		return err
	}
	for _, r := range root {
		if strings.HasSuffix(r.kind, "/officeDocument") {
			b.main = r.target
		}
	}
	if b.parts[partName(b.main)] == nil {
		return &RefusedError{Reason: NotWorkbook}
	}
	related, err := b.relations(b.main)
	if err != nil {
		return err
	}
	err = b.each(b.main, func(t *token) error {
		switch {
		case t.is("workbookPr"):
			if v := t.attr("date1904"); v == "1" || v == "true" {
				b.from = 1462
			}
		case t.is("sheet"):
			state := t.attr("state")
			r := related[relationID(t)]
			if strings.HasSuffix(r.kind, "/worksheet") {
				b.sheets = append(b.sheets, Sheet{Name: t.attr("name"), Hidden: state != "" && state != "visible", part: r.target})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, s := range b.sheets {
		if b.parts[partName(s.part)] == nil {
			return &RefusedError{Reason: Truncated, Part: s.part}
		}
	}
	if len(b.sheets) == 0 {
		return &RefusedError{Reason: NotWorkbook}
	}
	for _, r := range related {
		if strings.HasSuffix(r.kind, "/styles") && b.parts[partName(r.target)] != nil {
			return b.readStyles(r.target)
		}
	}
	return nil
}

// relationID is the id of a relation, whatever prefix its namespace has.
func relationID(t *token) string {
	if id := t.attr("r:id"); id != "" {
		return id
	}
	for _, field := range strings.Fields(string(t.raw)) {
		if name, _, ok := strings.Cut(field, "="); ok && strings.HasSuffix(name, ":id") {
			return t.attr(name)
		}
	}
	return ""
}

// A relation leads from a part to another.
type relation struct{ kind, target string }

// relations are those of a part by their ids; "" is the whole file.
func (b *Book) relations(of string) (map[string]relation, error) {
	folder, file := path.Split(of)
	name := folder + "_rels/" + file + ".rels"
	all := map[string]relation{}
	if b.parts[partName(name)] == nil {
		return all, nil
	}
	err := b.each(name, func(t *token) error {
		if !t.is("Relationship") || t.attr("TargetMode") == "External" {
			return nil
		}
		target := t.attr("Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(folder, target)
		}
		all[t.attr("Id")] = relation{t.attr("Type"), strings.TrimPrefix(path.Clean(target), "/")}
		return nil
	})
	return all, err
}

// A cellStyle is how a cell shows numbers.
type cellStyle struct{ isDay, isPercent bool }

// style is one by its number, as a cell names it.
func (b *Book) style(number string) cellStyle {
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n >= len(b.styles) {
		return cellStyle{}
	}
	return b.styles[n]
}

// readStyles finds which styles of cells show days.
func (b *Book) readStyles(part string) error {
	custom, isWithin := map[int]cellStyle{}, false
	return b.each(part, func(t *token) error {
		switch {
		case t.is("numFmt"):
			if id, err := strconv.Atoi(t.attr("numFmtId")); err == nil {
				format := t.attr("formatCode")
				custom[id] = cellStyle{showsDay(format), strings.Contains(format, "%")}
			}
		case t.is("cellXfs"):
			isWithin = true
		case t.ends("cellXfs"):
			isWithin = false
		case isWithin && t.is("xf"):
			id, err := strconv.Atoi(t.attr("numFmtId"))
			style, isCustom := custom[id]
			if err == nil && !isCustom {
				style = cellStyle{isDayFormat(id), id == 9 || id == 10}
			}
			b.styles = append(b.styles, style)
		}
		return nil
	})
}

// isDayFormat says whether a built-in number format shows days (ECMA-376, 18.8.30).
func isDayFormat(id int) bool {
	return id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 36 || id >= 50 && id <= 58
}

// showsDay says whether a number format has a day, a month or a year outside of
// what it writes as it is.
func showsDay(format string) bool {
	quoted, bracketed := false, false
	for n := 0; n < len(format); n++ {
		switch c := format[n]; {
		case quoted:
			quoted = c != '"'
		case bracketed:
			bracketed = c != ']'
		case c == '"':
			quoted = true
		case c == '[':
			bracketed = true
		case c == '\\', c == '_', c == '*':
			n++
		case c == 'd', c == 'D', c == 'y', c == 'Y':
			return true
		}
	}
	return false
}
