package results

// MarshalText writes the number exactly: as a whole, or as a fraction "a/b".
func (n Number) MarshalText() ([]byte, error) { return []byte(n.r().RatString()), nil }

// MarshalText writes YYYY-MM-DD, and nothing for no date.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }
