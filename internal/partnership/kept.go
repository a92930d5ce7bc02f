package partnership

import "time"

// A KeptForm is a form that somebody sent while their partner did not report, as it
// was sent, for going on with it later. Files are not in it.
type KeptForm struct {
	Project  ProjectCode
	User     UserID
	Key      string // the form's own
	At       time.Time
	Action   string // the path that it was sent to
	HadFiles bool   // a form that can carry files
	Fields   []KeptField
}

// A KeptField is a field of a form with what was typed or chosen.
type KeptField struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Size is how many bytes the names and values of the fields come to.
func (f *KeptForm) Size() int {
	size := 0
	for _, field := range f.Fields {
		size += len(field.Name) + len(field.Value)
	}
	return size
}
