package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/service"
)

// expenseUses are the use cases of expenses.
func expenseUses() entryUses[partnership.Expense] {
	return entryUses[partnership.Expense]{
		head: (*partnership.Expense).Head, path: (*request).expensePath,
		read: (*service.Service).Expense, log: (*service.Service).LogExpense, submitNew: (*service.Service).SubmitNewExpense,
		edit: (*service.Service).EditExpense, move: (*service.Service).MoveExpense,
		backing: (*partnership.Expense).Backing, attach: (*service.Service).AttachToExpense, detach: (*service.Service).DetachFromExpense,
		isAlike: areAlikeExpenses,
		goOn: func(mine *partnership.Expense, stored partnership.Expense) {
			mine.Evidence = keptFiles(mine.Evidence, stored.Evidence)
		},
	}
}

// areAlikeExpenses says whether mine says what is stored, but for what its form does not
// have, and for files that were added since.
func areAlikeExpenses(mine, stored partnership.Expense) bool {
	mine.Status, mine.Submitted, mine.Converted = stored.Status, stored.Submitted, stored.Converted
	stored.Evidence = knownFiles(mine.Evidence, stored.Evidence)
	return saysTheSame(mine, stored)
}

// expenseEdit begins with a new expense of the person's organisation.
func (r *request) expenseEdit() (*expenseEdit, error) {
	e, err := newEntry(r, expenseUses())
	if err != nil {
		return nil, err
	}
	return &expenseEdit{entryEdit: e}, nil
}

// expenseStored begins with the expense of the path, for whoever may edit it.
func (r *request) expenseStored() (*expenseEdit, error) {
	e, err := r.expenseEdit()
	if err != nil {
		return nil, err
	}
	return e, e.readOwn()
}

func newExpense(r *request) error {
	e, err := r.expenseEdit()
	if err != nil {
		return err
	}
	v := partnership.Expense{Currency: e.project().Currency}
	e.form = formMaker{r.words, string(r.words.Language())}.expense(&v)
	return e.page(http.StatusOK, nil)
}

func createExpense(r *request) error {
	e, err := r.expenseEdit()
	if err != nil {
		return err
	}
	return e.save()
}

// editExpense shows the form of an expense that can be edited.
func editExpense(r *request) error {
	e, err := r.expenseStored()
	if err != nil {
		return err
	}
	if !e.was.Value.Status.IsOpen() {
		return r.to(r.expensePath(e.was.Value.Ref))
	}
	e.form = formMaker{r.words, r.textLanguage(e.was.Value.Description)}.expense(&e.was.Value)
	return e.page(http.StatusOK, nil)
}

// changeExpense keeps an expense in place of the one that was seen.
func changeExpense(r *request) error {
	e, err := r.expenseStored()
	if err != nil {
		return err
	}
	e.rev = seenRevision(r.PostForm("rev"))
	return e.save()
}

// save does what the buttons of the form ask for.
func (e *expenseEdit) save() error {
	e.form = decodeExpense(e.request.Request.PostForm)
	v, reader := e.form.read(e.request.words, e.project(), &e.was.Value)
	e.reader = reader
	return e.saveBacked(e, v)
}

// turn adds or takes away a link: the form has no other groups.
func (e *expenseEdit) turn(values url.Values) {
	list, number, _ := strings.Cut(values.Get("remove"), ".")
	if no, err := strconv.Atoi(number); list == linkGroup && err == nil {
		e.form.removeLink(no)
	}
	if values.Get("add") == linkGroup {
		e.form.addLink()
	}
}

func (e *expenseEdit) takeFiles() {
	e.form.Files = formMaker{e.request.words, e.reader.language}.evidence(e.was.Value.Evidence).Files
}

func (e *expenseEdit) kept() error { return nil }

// conflict shows both versions, and the form with mine on top of the other.
func (e *expenseEdit) conflict(mine partnership.Expense) error {
	if err := e.readNow(e.ref()); err != nil {
		return err
	}
	e.form.Description.Others = formMaker{e.request.words, e.reader.language}.text(e.was.Value.Description).Others
	v, err := e.view()
	if err != nil {
		return err
	}
	v.Versions = versionsOf(e.lines(&mine), e.lines(&e.was.Value))
	return e.show(http.StatusConflict, &v)
}

// page shows the form with what is wrong with it.
func (e *expenseEdit) page(status int, wrong []fieldMessage) error {
	v, err := e.view()
	if err != nil {
		return err
	}
	v.summarise(wrong)
	return e.show(status, &v)
}

func (e *expenseEdit) show(status int, v *expenseFormView) error {
	v.evidenceFields = e.evidenceFields("money.evidence", &v.Form.evidenceForm, v.Faults)
	return show(e.request, status, expenseFormPage, e.title(&v.entryFormView, "money.new"), *v)
}
