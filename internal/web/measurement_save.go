package web

import (
	"net/http"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// measurementUses are the use cases of measurements.
func measurementUses() entryUses[partnership.Measurement] {
	return entryUses[partnership.Measurement]{
		head: (*partnership.Measurement).Head, path: (*request).measurementPath,
		read: (*service.Service).Measurement, log: (*service.Service).LogMeasurement, submitNew: (*service.Service).SubmitNewMeasurement,
		edit: (*service.Service).EditMeasurement, move: (*service.Service).MoveMeasurement,
		isAlike: areAlikeValues,
		goOn:    func(*partnership.Measurement, partnership.Measurement) {},
	}
}

// areAlikeValues says whether mine says what is stored, but for its status.
func areAlikeValues(mine, stored partnership.Measurement) bool {
	mine.Status = stored.Status
	return saysTheSame(mine, stored)
}

// measurementEdit begins with a new measurement of the person's organisation.
func (r *request) measurementEdit() (*measurementEdit, error) {
	e, err := newEntry(r, measurementUses())
	if err != nil {
		return nil, err
	}
	return &measurementEdit{entryEdit: e}, nil
}

// measurementStored begins with the measurement of the path, for whoever may edit
// it.
func (r *request) measurementStored() (*measurementEdit, error) {
	e, err := r.measurementEdit()
	if err != nil {
		return nil, err
	}
	return e, e.readOwn()
}

// newMeasurement shows an empty form, or one for an indicator (indicator=).
func newMeasurement(r *request) error {
	e, err := r.measurementEdit()
	if err != nil {
		return err
	}
	var m partnership.Measurement
	if i, ok := indicatorOf(e.project(), results.IndicatorCode(r.Query("indicator"))); ok {
		m.Indicator = i.Code
	}
	e.form = formMaker{r.words, string(r.words.Language())}.measurement(&m)
	return e.page(http.StatusOK, nil)
}

// createMeasurement keeps a new measurement.
func createMeasurement(r *request) error {
	e, err := r.measurementEdit()
	if err != nil {
		return err
	}
	return e.save()
}

// editMeasurement shows the form of a measurement that can be edited.
func editMeasurement(r *request) error {
	e, err := r.measurementStored()
	if err != nil {
		return err
	}
	if !e.was.Value.Status.IsOpen() {
		return r.to(r.measurementPath(e.was.Value.Ref))
	}
	e.form = formMaker{r.words, r.textLanguage(e.was.Value.Text)}.measurement(&e.was.Value)
	return e.page(http.StatusOK, nil)
}

// changeMeasurement keeps a measurement in place of the one that was seen.
func changeMeasurement(r *request) error {
	e, err := r.measurementStored()
	if err != nil {
		return err
	}
	e.rev = seenRevision(r.PostForm("rev"))
	return e.save()
}

// save does what the buttons of the form ask for: keep it, keep it and submit it, or
// only show the fields of another indicator.
func (e *measurementEdit) save() error {
	e.form = decodeMeasurement(e.request.Request.PostForm)
	m, reader := e.form.read(e.request.words, e.project(), &e.was.Value)
	e.reader = reader
	switch {
	case e.request.wantsJSON():
		return e.autosave(m)
	case e.request.Request.PostForm.Has("use"):
		return e.page(http.StatusOK, nil)
	case len(reader.mistakes) > 0:
		return e.page(http.StatusUnprocessableEntity, e.messages(nil))
	}
	isHandedIn := e.request.PostForm("do") == "submit"
	if err := e.store(m, isHandedIn); err != nil {
		return e.answerStoring(e, err, m)
	}
	if !isHandedIn {
		return e.goToWork()
	}
	if err := e.handIn(); err != nil {
		return e.answerStoring(e, err, m)
	}
	return e.goToSubmitted()
}

// conflict shows both versions, and the form with mine on top of the other.
func (e *measurementEdit) conflict(mine partnership.Measurement) error {
	if err := e.readNow(e.ref()); err != nil {
		return err
	}
	e.form.Value.Text.Others = formMaker{e.request.words, e.reader.language}.text(e.was.Value.Text).Others
	v, err := e.view()
	if err != nil {
		return err
	}
	v.Versions = versionsOf(e.lines(&mine), e.lines(&e.was.Value))
	return e.show(http.StatusConflict, &v)
}

// page shows the form with what is wrong with it.
func (e *measurementEdit) page(status int, wrong []fieldMessage) error {
	v, err := e.view()
	if err != nil {
		return err
	}
	v.summarise(wrong)
	return e.show(status, &v)
}

func (e *measurementEdit) show(status int, v *measurementFormView) error {
	e.fillIn(v)
	return show(e.request, status, measurementFormPage, e.title(&v.entryFormView, "measurement.new"), *v)
}
