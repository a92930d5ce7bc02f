package pdfua

import (
	"bytes"
	"errors"
	"fmt"
)

// fix makes what fpdf drew fit for a finished file. It returns the numbers of the
// links of each page.
func (f *drawing) fix(s *Structure) ([][]int, error) {
	if err := f.checkCatalogue(); err != nil {
		return nil, fmt.Errorf("catalogue: %w", err)
	}
	links, err := f.fixPages(s)
	if err != nil {
		return nil, err
	}
	if err := f.fixResources(); err != nil {
		return nil, err
	}
	return links, f.fixOutline()
}

// checkCatalogue holds that there is nothing in the file that a finished one may
// not have: scripts, attachments by fpdf, layers.
func (f *drawing) checkCatalogue() error {
	d := &f.root.dict
	if err := d.only("Type", "Pages", "Lang", "OpenAction", "PageLayout", "Outlines", "PageMode", "Names"); err != nil {
		return err
	}
	if open := d.get("OpenAction"); open != nil && open[0] != '[' {
		return errors.New("opening the file does something")
	}
	names := d.get("Names")
	if names == nil {
		return nil
	}
	n, err := parseDict(names)
	if err != nil {
		return fmt.Errorf("names: %w", err)
	}
	if err := n.only("EmbeddedFiles"); err != nil {
		return fmt.Errorf("names: %w", err)
	}
	if bytes.ContainsAny(n.get("EmbeddedFiles"), "R(") {
		return errors.New("there are attachments by fpdf; give them to Finish instead")
	}
	return nil
}

// describe puts into the catalogue what the file says of itself. It returns the
// number of the root of the structure, which is written later.
func (f *drawing) describe(i *Info) int {
	structure := f.addNumber(&object{later: true})
	profile := compressed(dict{{"N", []byte("3")}}, srgbProfile())
	var intent dict
	intent.set("Type", "/OutputIntent")
	intent.set("S", "/GTS_PDFA1")
	intent.set("OutputConditionIdentifier", "(sRGB)")
	intent.set("Info", "(sRGB IEC61966-2.1)")
	intent.set("DestOutputProfile", f.add(profile))
	var metadata dict
	metadata.set("Type", "/Metadata")
	metadata.set("Subtype", "/XML")

	d := &f.root.dict
	d.remove("Names")
	d.set("Lang", textString(i.Language))
	d.set("MarkInfo", "<</Marked true>>")
	d.set("StructTreeRoot", reference(structure))
	d.set("ViewerPreferences", "<</DisplayDocTitle true>>")
	d.set("Metadata", f.add(&object{dict: metadata, data: i.packet(), stream: true}))
	d.set("OutputIntents", "["+f.add(&object{dict: intent})+"]")
	if len(i.Attachments) > 0 {
		names, associated := f.attach(i.Attachments)
		d.set("Names", names)
		d.set("AF", associated)
	}
	f.info = f.addNumber(&object{dict: i.dictionary()})
	return structure
}
