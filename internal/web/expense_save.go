package web

import (
	"net/http"

	"tulos/internal/partnership"
	"tulos/internal/service"
)

// expenseUses are the use cases of expenses.
func expenseUses() entryUses[partnership.Expense] {
	return entryUses[partnership.Expense]{
		head: (*partnership.Expense).Head, path: (*request).expensePath,
		read: (*service.Service).Expense, log: (*service.Service).LogExpense,
		edit: (*service.Service).EditExpense, move: (*service.Service).MoveExpense,
		isAlike: areAlikeExpenses,
		goOn:    func(*partnership.Expense, partnership.Expense) {},
	}
}

// areAlikeExpenses says whether mine says what is stored, but for what its form does not
// have.
func areAlikeExpenses(mine, stored partnership.Expense) bool {
	mine.Status, mine.Evidence = stored.Status, stored.Evidence
	mine.Submitted, mine.Converted = stored.Submitted, stored.Converted
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
	if err := r.sentForm(); err != nil {
		return err
	}
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
	if err := r.sentForm(); err != nil {
		return err
	}
	e, err := r.expenseStored()
	if err != nil {
		return err
	}
	e.rev = seenRevision(r.PostForm("rev"))
	return e.save()
}

// save keeps the expense, or keeps it and submits it.
func (e *expenseEdit) save() error {
	e.form = decodeExpense(e.Request.PostForm)
	v, reader := e.form.read(e.words, e.project(), &e.was.Value)
	e.reader = reader
	switch {
	case e.wantsJSON():
		return e.autosave(v)
	case len(reader.mistakes) > 0:
		return e.page(http.StatusUnprocessableEntity, e.messages(nil))
	}
	if err := e.store(v); err != nil {
		return e.answerStoring(e, err, v)
	}
	if e.PostForm("do") != "submit" {
		return e.goToWork()
	}
	if err := e.handIn(); err != nil {
		return e.answerStoring(e, err, v)
	}
	return e.goToSubmitted()
}

// conflict shows both versions, and the form with mine on top of the other.
func (e *expenseEdit) conflict(mine partnership.Expense) error {
	if err := e.readNow(e.ref()); err != nil {
		return err
	}
	e.form.Description.Others = formMaker{e.words, e.reader.language}.text(e.was.Value.Description).Others
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
	return show(e.request, status, expenseFormPage, e.title(&v.entryFormView, "money.new"), *v)
}
