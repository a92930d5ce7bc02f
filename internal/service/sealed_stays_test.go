package service_test

import (
	"bytes"
	"context"
	"io"
	"maps"
	"reflect"
	"slices"
	"testing"

	"tulos/configs"
	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/seal"
	"tulos/internal/service"
	"tulos/internal/store/archive"
)

// A sealedVersion is what a version says for good, with the recorded and the real
// hash of each of its files.
type sealedVersion struct {
	Report partnership.ProjectReport
	Files  map[string][2]string
}

// sealedVersion reads the first version of the second period's report. The status
// and the comments are left out: the funder answers.
func (in *installation) sealedVersion() sealedVersion {
	in.Helper()
	report, _ := forger{in}.report()
	if report.Status == partnership.Draft {
		in.Error("the version is a draft again")
	}
	report.Status, report.Comments = "", nil
	is := sealedVersion{report, map[string][2]string{}}
	for _, name := range report.Files {
		record, err := archive.Attachments.Get(in.Context(), in.Engine, archive.Attachments.ID(partnership.Attachment{Project: baltic, Name: name}))
		in.ok(err)
		f, err := in.Engine.OpenFile(in.Context(), string(baltic)+"/"+name)
		in.ok(err)
		data, err := io.ReadAll(f)
		in.ok(err)
		in.ok(f.Close())
		hash, err := seal.Hash(bytes.NewReader(data))
		in.ok(err)
		is.Files[name] = [2]string{record.Value.SHA256, hash}
	}
	return is
}

// TestNoUseCaseChangesASealedVersion calls every use case as every person with every
// step, with arguments that are about the sealed version wherever they can be.
func TestNoUseCaseChangesASealedVersion(t *testing.T) {
	t.Parallel()
	in := install(t, openSQLite(t, t.TempDir())) // what a use case writes does not hang on the engine
	in.ok(in.writeSummary(2, "Under way"))
	in.ok(in.moveReport("lead", 2, 1, 0, partnership.Submit))
	before := in.sealedVersion()
	uses, called := reflect.ValueOf(in.Service), map[string]bool{}
	for n := range uses.NumMethod() {
		method, name := uses.Method(n), uses.Type().Method(n).Name
		if !isCallable(method.Type()) {
			continue
		}
		for _, who := range slices.Sorted(maps.Keys(in.people)) {
			for turn, step := range stepsOf(method.Type()) {
				a := aim{ctx: in.Context(), by: in.by(who), step: step, seen: int64(1 + turn%3), files: before.Report.Files}
				if a.call(method) {
					called[name] = true
				}
			}
		}
		if now := in.sealedVersion(); !reflect.DeepEqual(before, now) {
			in.Fatalf("%s changes a sealed version from %+v to %+v", name, before, now)
		}
	}
	if len(called) < 50 {
		in.Errorf("only %d use cases did something: %v", len(called), slices.Sorted(maps.Keys(called)))
	}
	for _, alone := range []bool{true, false} {
		demo, err := bundle.OpenFS(configs.Demo, "demo/bundle.json")
		in.ok(err)
		_, err = in.Import(in.Context(), service.Operator(), demo, service.ImportOptions{Alone: alone})
		in.refused(err, service.NotPossible)
		in.ok(demo.Close())
	}
	if now := in.sealedVersion(); !reflect.DeepEqual(before, now) {
		in.Errorf("an import changes a sealed version from %+v to %+v", before, now)
	}
}

// stepsOf are the steps to try: all where a use case takes one, else any three.
func stepsOf(method reflect.Type) []partnership.Step {
	all := []partnership.Step{
		partnership.Submit, partnership.Withdraw, partnership.Accept, partnership.Return, partnership.Reopen, "",
	}
	for n := range method.NumIn() {
		if method.In(n) == reflect.TypeFor[service.Move]() {
			return all
		}
	}
	return all[:3]
}

// isCallable says whether arguments can be made up for a use case: it takes no
// function and no reader.
func isCallable(method reflect.Type) bool {
	for n := range method.NumIn() {
		in := method.In(n)
		if in.Kind() == reflect.Func || in.Kind() == reflect.Interface && in != reflect.TypeFor[context.Context]() {
			return false
		}
	}
	return true
}

// An aim makes up arguments that are about a sealed version.
type aim struct {
	ctx   context.Context // of the test
	by    service.By
	step  partnership.Step
	seen  int64
	files []string
	texts int // how many were made
}

// call calls a use case and says whether it did what was asked. It may stumble over
// what no page sends.
func (a *aim) call(method reflect.Value) (done bool) {
	defer func() {
		if recover() != nil {
			done = false
		}
	}()
	args := make([]reflect.Value, method.Type().NumIn())
	for n := range args {
		args[n] = a.value(method.Type().In(n), 0)
	}
	call := method.Call
	if method.Type().IsVariadic() {
		call = method.CallSlice
	}
	for _, result := range call(args) {
		if err, ok := result.Interface().(error); ok && err != nil {
			return false
		}
	}
	return true
}

// deepest is how far below an argument values are made up.
const deepest = 4

func (a *aim) value(t reflect.Type, depth int) reflect.Value {
	for _, known := range []any{
		a.by, a.step, baltic, results.PeriodNo(2), drosa,
		results.Text{"en": "Changed"},
		[]byte("changed"),
		partnership.Draft, results.DateOf(2026, 11, 20), results.Int(1),
	} {
		if reflect.TypeOf(known) == t {
			return reflect.ValueOf(known)
		}
	}
	v := reflect.New(t).Elem()
	switch {
	case t == reflect.TypeFor[context.Context]():
		return reflect.ValueOf(a.ctx)
	case depth > deepest:
	case t.Kind() == reflect.Bool:
		v.SetBool(true)
	case t.Kind() == reflect.Int:
		v.SetInt(1)
	case t.Kind() == reflect.Int64:
		v.SetInt(a.seen)
	case t.Kind() == reflect.String:
		v.SetString(a.text())
	case t.Kind() == reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		v.Elem().Set(a.value(t.Elem(), depth+1))
	case t.Kind() == reflect.Slice:
		v.Set(reflect.Append(v, a.value(t.Elem(), depth+1)))
	case t.Kind() == reflect.Struct:
		for n := range t.NumField() {
			if t.Field(n).IsExported() {
				v.Field(n).Set(a.value(t.Field(n).Type, depth+1))
			}
		}
	}
	return v
}

// text is in turn the section of a report, a file of the version, and its last part.
func (a *aim) text() string {
	a.texts++
	file := a.files[a.texts%len(a.files)]
	return []string{"summary", file, "report.en.pdf"}[(a.texts+int(a.seen))%3]
}
