package iatitest

import (
	"strconv"
	"strings"

	"github.com/antchfx/xmlquery"
	"github.com/antchfx/xpath"
)

// truth is what an expression comes to. Its parts are asked for one by one: xpath
// compares two counts wrongly where the first has a predicate.
func (c checking) truth(expression string) bool {
	if parts := splitOutside(expression, " or "); len(parts) > 1 {
		for _, p := range parts {
			if c.truth(p) {
				return true
			}
		}
		return false
	}
	if parts := splitOutside(expression, " and "); len(parts) > 1 {
		for _, p := range parts {
			if !c.truth(p) {
				return false
			}
		}
		return true
	}
	for _, operator := range []string{" >= ", " = ", " > ", " < "} {
		if sides := splitOutside(expression, operator); len(sides) == 2 {
			return c.compares(sides[0], operator, sides[1])
		}
	}
	switch v := c.evaluate(expression).(type) {
	case bool:
		return v
	case float64:
		return v != 0
	case string:
		return v != ""
	case *xpath.NodeIterator:
		return v.MoveNext()
	}
	return false
}

// compares says whether a number of the left and one of the right compare so.
func (c checking) compares(left, operator, right string) bool {
	for _, x := range c.numbers(left) {
		for _, y := range c.numbers(right) {
			switch operator {
			case " >= ":
				if x >= y {
					return true
				}
			case " = ":
				if x == y {
					return true
				}
			case " > ":
				if x > y {
					return true
				}
			case " < ":
				if x < y {
					return true
				}
			}
		}
	}
	return false
}

// numbers are those of an expression, one for each node that it finds; what is no
// number is none.
func (c checking) numbers(expression string) []float64 {
	if parts := splitOutside(expression, " + "); len(parts) > 1 {
		var sum float64
		for _, p := range parts {
			for _, n := range c.numbers(p) {
				sum += n
			}
		}
		return []float64{sum}
	}
	switch v := c.evaluate(expression).(type) {
	case float64:
		return []float64{v}
	case *xpath.NodeIterator:
		var all []float64
		for v.MoveNext() {
			if n, err := strconv.ParseFloat(v.Current().Value(), 64); err == nil {
				all = append(all, n)
			}
		}
		return all
	}
	return nil
}

func (c checking) evaluate(expression string) any {
	return xpath.MustCompile(expression).Evaluate(xmlquery.CreateXPathNavigator(c.element))
}

// splitOutside splits an expression where no bracket is open.
func splitOutside(expression, separator string) []string {
	var parts []string
	depth, from := 0, 0
	for n := 0; n < len(expression); n++ {
		switch expression[n] {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		}
		if depth == 0 && strings.HasPrefix(expression[n:], separator) {
			parts = append(parts, expression[from:n])
			n += len(separator) - 1
			from = n + 1
		}
	}
	return append(parts, expression[from:])
}
