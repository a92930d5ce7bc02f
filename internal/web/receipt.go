package web

import (
	"net/http"
	"strconv"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// A receiptsView lists what a project received, and what its lead passed on.
type receiptsView struct {
	Tabs     []choiceView
	Intro    string
	New      string // path; empty for whoever may not record any
	Receipts []receiptRow
}

type receiptRow struct {
	Path      string // empty for whoever may not correct it
	Day       results.Date
	Kind      partnership.ReceiptKind
	Partner   string // empty: the project received it
	Payer     string
	Reference string
	Note      string
	Amount    string
}

var receiptsPage = page[receiptsView]{"expense/receipts.html"}

func (r *request) receiptsPath() string { return base(r.project()) + "/receipts" }

func (r *request) receiptPath(no int) string { return r.receiptsPath() + "/" + strconv.Itoa(no) }

func listReceipts(r *request) error {
	stored, err := r.Service.Setup(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	all, err := r.Service.Receipts(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	currency := stored.Value.Project.Currency
	v := receiptsView{Tabs: r.moneyTabs("receipts"), Intro: r.words.Text("receipt.intro", i18n.Args{"Currency": currency})}
	mayRecord := r.actor.May(partnership.KeepAccounts)
	if mayRecord {
		v.New = r.receiptsPath() + "/new"
	}
	for _, found := range all {
		is := &found.Value.Value
		row := receiptRow{
			Day: is.Date, Kind: is.Kind, Payer: is.Payer, Reference: is.Reference, Note: is.Note, Amount: r.money(is.Amount, currency),
		}
		if is.Partner != "" {
			row.Partner = organisationName(&stored.Value, is.Partner)
		}
		if mayRecord {
			row.Path = r.receiptPath(found.Value.No)
		}
		v.Receipts = append(v.Receipts, row)
	}
	return show(r, http.StatusOK, receiptsPage, r.words.Text("receipt.title", nil), v)
}

// A receiptEdit is the recording of a receipt under way, or its correction.
type receiptEdit struct {
	request *request
	setup   *partnership.Setup
	no      int // 0: a new one
	rev     int64
	value   partnership.Receipt
	reason  string // of a correction
	form    *binding
}

// receiptEdit reads the receipt of the address.
func (r *request) receiptEdit() (*receiptEdit, error) {
	stored, err := r.Service.Setup(r.ctx(), r.by(), r.project())
	if err != nil {
		return nil, err
	}
	e := &receiptEdit{request: r, setup: &stored.Value}
	if r.Param("name") == "new" {
		e.value.Payer = organisationName(e.setup, e.setup.Project.Funder)
		return e, nil
	}
	all, err := r.Service.Receipts(r.ctx(), r.by(), r.project())
	if err != nil {
		return nil, err
	}
	for _, found := range all {
		if strconv.Itoa(found.Value.No) == r.Param("name") {
			e.no, e.rev, e.value = found.Value.No, found.Rev, found.Value.Value
			return e, nil
		}
	}
	return nil, errNotFound
}

func (e *receiptEdit) bind(sent *sent) {
	p := &e.setup.Project
	e.form = newBinding(e.request.words, p.Languages, sent)
	kinds := []option{e.request.none("setup.choose")}
	for _, kind := range partnership.ReceiptKinds() {
		kinds = append(kinds, option{Value: string(kind), Text: e.request.words.Text("receipt.kind-"+string(kind), nil)})
	}
	to := []option{e.request.none("receipt.project")}
	for _, m := range p.Partners {
		if m.Organisation != p.Lead() {
			to = append(to, option{Value: string(m.Organisation), Text: organisationName(e.setup, m.Organisation)})
		}
	}
	v := &e.value
	e.form.hint(pick(e.form, "partner", "receipt.to", &v.Partner, to), "receipt.to-hint")
	pick(e.form, "kind", "receipt.kind", &v.Kind, kinds)
	e.form.date("date", "receipt.date", &v.Date)
	amount := e.form.number("amount", "money.amount", &v.Amount)
	amount.Label = e.request.words.Text("money.in-currency", i18n.Args{"Currency": p.Currency})
	e.form.hint(amount, "receipt.amount-hint")
	line(e.form, "payer", "receipt.payer", &v.Payer)
	line(e.form, "reference", "receipt.reference", &v.Reference)
	e.form.hint(line(e.form, "note", "receipt.note", &v.Note), "money.description-hint")
	if e.no > 0 {
		e.form.hint(line(e.form, "reason", "receipt.reason", &e.reason), "receipt.reason-hint")
	}
}

func (e *receiptEdit) bound() *binding { return e.form }

func (e *receiptEdit) view() setupPartView {
	v := setupPartView{
		Kind: "receipt", Title: e.request.words.Text("receipt.new", nil), Path: e.request.receiptsPath() + "/new", Back: e.request.receiptsPath(), BackText: "receipt.title",
		Rev: e.rev, IsNew: e.no == 0, CanEdit: true, CanRemove: e.no > 0, RemoveText: "setup.remove", Inputs: e.form.inputs,
	}
	if e.no > 0 {
		v.Title, v.Path = e.request.words.Text("receipt.correct", nil), e.request.receiptPath(e.no)
	}
	return v
}

func showReceipt(r *request) error {
	e, err := r.receiptEdit()
	if err != nil {
		return err
	}
	e.bind(nil)
	return e.request.formPage(http.StatusOK, e.view())
}

// editReceipt records, corrects or removes a receipt.
func editReceipt(r *request) error {
	if _, was, err := r.Service.Sent(r.ctx(), r.by(), r.project()); err != nil || was {
		return r.doneReceipt(err, "me.saved")
	}
	e, err := r.receiptEdit()
	if err != nil {
		return err
	}
	seen := seenRevision(r.PostForm("rev"))
	if r.PostForm("do") == "remove" && e.no > 0 {
		e.bind(nil)
		kept, err := r.Service.RemoveReceipt(r.ctx(), r.by(), r.project(), e.no, seen)
		if err != nil {
			return answerRecord(r, e, (*request).receiptEdit, err)
		}
		r.sessions.Put(r.ctx(), deletedKey, []byte(kept))
		r.offerUndo(undoForm{Path: r.receiptPath(e.no) + "/restore", Text: r.words.Text("activity.bring-back", nil)})
		return r.doneReceipt(nil, "receipt.removed")
	}
	e.bind(&sent{r.Request.PostForm})
	if len(*e.form.mistakes) > 0 {
		return refuseRecord(r, e, nil)
	}
	if e.no == 0 {
		_, err = r.Service.RecordReceipt(r.ctx(), r.by(), r.project(), e.value)
	} else {
		err = r.Service.CorrectReceipt(r.ctx(), r.by(), r.project(), e.no, seen, service.ReceiptCorrection{Receipt: e.value, Reason: e.reason})
	}
	if err != nil {
		return answerRecord(r, e, (*request).receiptEdit, err)
	}
	return r.doneReceipt(nil, "me.saved")
}

// restoreReceipt brings back the receipt that was removed in this session.
func restoreReceipt(r *request) error {
	no, err := strconv.Atoi(r.Param("name"))
	if err != nil {
		return errNotFound
	}
	err = r.Service.RestoreReceipt(r.ctx(), r.by(), r.project(), no, r.sessions.GetBytes(r.ctx(), deletedKey))
	return r.doneReceipt(err, "receipt.restored")
}

func (r *request) doneReceipt(err error, notice string) error {
	if err != nil {
		return err
	}
	r.notice(r.words.Text(notice, nil))
	return r.to(r.receiptsPath())
}
