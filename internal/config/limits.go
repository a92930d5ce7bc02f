package config

// Limits says how often somebody may ask within a minute; 0 is as often as they like.
type Limits struct {
	Person  int // whoever is signed in
	Address int // all who are not, from one address
	Costly  int // for what takes much, a person or an address
}

// limitKeys are the settings of limits.
func limitKeys() []key {
	const most = 1_000_000
	return []key{
		{path: "limits.person", number: true, set: setCount(0, most, func(s *Settings) *int { return &s.Limits.Person })},
		{path: "limits.address", number: true, set: setCount(0, most, func(s *Settings) *int { return &s.Limits.Address })},
		{path: "limits.costly", number: true, set: setCount(0, most, func(s *Settings) *int { return &s.Limits.Costly })},
	}
}
