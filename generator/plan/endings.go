package plan

import (
	"bytes"

	"github.com/scalecli/scale/generator/render"
)

// A checkout may turn every text to CRLF while scale writes LF. That is no edit: such a file is planned as its LF form,
// and what is written back has CRLF again.

// crlf reports a text all of whose lines end in CRLF.
func crlf(data []byte) bool {
	ends := bytes.Count(data, []byte("\r\n"))
	return ends > 0 && ends == bytes.Count(data, []byte("\n")) && ends == bytes.Count(data, []byte("\r")) && bytes.IndexByte(data, 0) < 0
}

// LF is a text as scale would write it: one that a checkout turned to CRLF is turned back.
func LF(data []byte) []byte {
	if !crlf(data) {
		return data
	}
	return bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
}

// turned reports whether o is in CRLF while neither b nor t has a carriage return at all.
func turned(o, b, t *render.File) bool {
	hasCR := func(f *render.File) bool { return f != nil && bytes.IndexByte(f.Data, '\r') >= 0 }
	return o != nil && crlf(o.Data) && !hasCR(b) && !hasCR(t)
}

func toLF(f *render.File) *render.File {
	lf := *f
	lf.Data = LF(f.Data)
	return &lf
}

func toCRLF(f *render.File) *render.File {
	crlf := *f
	crlf.Data = bytes.ReplaceAll(f.Data, []byte("\n"), []byte("\r\n"))
	return &crlf
}

// entryInLF plans a path whose file on disk was turned to CRLF.
func (in *Input) entryInLF(p string, disk OnDisk) Entry {
	o := disk.File
	disk.File = toLF(o)
	e := in.entry(p, disk)
	switch {
	case e.New == nil:
	case bytes.Equal(e.New.Data, disk.File.Data):
		e.New = &render.File{Data: o.Data, Mode: e.New.Mode, Owner: e.New.Owner}
	default:
		e.New = toCRLF(e.New)
	}
	return e
}

// Unchanged reports whether a file on disk is what scale wrote, line endings aside.
func Unchanged(base, disk *render.File) bool {
	if turned(disk, base, nil) {
		disk = toLF(disk)
	}
	return same(base, disk)
}
