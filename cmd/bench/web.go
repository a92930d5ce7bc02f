package main

// webCommand measures what people do in projects of several sizes.
type webCommand struct {
	Activities []int `default:"10000,100000,1000000" placeholder:"N,…" help:"Sizes of the projects, the smallest first (default: 10000,100000,1000000)."`
}

// Run prints a line for each thing that people do.
func (c *webCommand) Run(s *session) error { return growth(s, c.Activities) }
