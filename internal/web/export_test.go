package web

// A TestedRoute is a line of the route table.
type TestedRoute struct{ Method, Path string }

// TestedRoutes are the lines of the route table, for the test that asks for each
// who may take it.
func TestedRoutes() []TestedRoute {
	var all []TestedRoute
	for _, r := range routes() {
		all = append(all, TestedRoute{r.method, r.path})
	}
	return all
}
