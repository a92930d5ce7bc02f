package bundle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// What a sealed report states is kept as
// {"period", "over", "limit", "withheld": [code], "hidden": [{"indicator", "from", "to",
// "cell", "mark"}], "figures"}, the figures in the form of EncodeFigures, none hidden.
type statedFile struct {
	Period   results.PeriodNo        `json:"period"`
	Over     results.PeriodNo        `json:"over"`
	Limit    int                     `json:"limit"`
	Withheld []results.IndicatorCode `json:"withheld,omitempty"`
	Hidden   []hiddenCount           `json:"hidden,omitempty"`
	Figures  json.RawMessage         `json:"figures"`
}

type hiddenCount struct {
	Indicator results.IndicatorCode `json:"indicator"`
	From      results.PeriodNo      `json:"from"`
	To        results.PeriodNo      `json:"to"`
	Cell      string                `json:"cell"`
	Mark      string                `json:"mark"`
}

// EncodeStated writes what a report states, with its figures in order.
func EncodeStated(w io.Writer, code partnership.ProjectCode, s *results.Stated, figures []results.IndicatorFigures) error {
	var b bytes.Buffer
	if err := EncodeFigures(&b, code, figures); err != nil {
		return err
	}
	file := statedFile{Period: s.Period, Over: s.Over, Limit: s.Limit, Withheld: s.Withheld, Figures: b.Bytes()}
	for _, h := range s.Hidden {
		file.Hidden = append(file.Hidden, hiddenCount(h))
	}
	if err := json.NewEncoder(w).Encode(file); err != nil {
		return fmt.Errorf("write what a report states: %w", err)
	}
	return nil
}

// DecodeStated reads what EncodeStated wrote.
func DecodeStated(r io.Reader) (results.Stated, error) {
	var file statedFile
	if err := json.NewDecoder(r).Decode(&file); err != nil {
		return results.Stated{}, fmt.Errorf("read what a report states: %w", err)
	}
	s := results.Stated{Period: file.Period, Over: file.Over, Limit: file.Limit, Withheld: file.Withheld}
	for _, h := range file.Hidden {
		s.Hidden = append(s.Hidden, results.HiddenCount(h))
	}
	var err error
	s.Rows, err = DecodeFigures(bytes.NewReader(file.Figures))
	return s, err
}
