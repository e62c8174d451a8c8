package vcs

import (
	"bytes"
	"cmp"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// go-git's index is not used: it orders the stages of one path at random, rewrites the file in place, drops the cached
// trees that make git fast, and takes a tenth of a second where there are 50,000 entries. The format is gitformat-index(5).

// index is the content of git's index file.
type index struct {
	version uint32
	entries []entry // sorted by name, then stage
	trees   *cached // nil when git kept none
}

// entry is one stage of one path.
type entry struct {
	name     string
	stat     [36]byte // times, device, inode, mode is not in here; as the file holds it
	mode     uint32
	hash     plumbing.Hash
	flags    uint16 // without the length of the name
	extended uint16
}

const (
	statSize      = 24 // ctime, mtime, device, inode
	headSize      = 62 // everything before the name in an entry without extended flags
	flagExtended  = 0x4000
	flagStages    = 0x3000
	nameMask      = 0x0fff
	flagIntent    = 0x2000 // among the extended flags: `git add -N`
	signatureSize = 12
)

var errDamaged = errors.New("the git index is damaged")

func (e *entry) stage() int   { return int(e.flags&flagStages) >> 12 }
func (e *entry) intent() bool { return e.extended&flagIntent != 0 }

func byNameAndStage(a, b entry) int {
	return cmp.Or(strings.Compare(a.name, b.name), cmp.Compare(a.flags&flagStages, b.flags&flagStages))
}

// decodeIndex reads an index of version 2, 3 or 4.
func decodeIndex(data []byte) (*index, error) {
	if len(data) < signatureSize+sha1.Size || string(data[:4]) != "DIRC" {
		return nil, errDamaged
	}
	x := &index{version: binary.BigEndian.Uint32(data[4:])}
	if x.version < 2 || x.version > 4 {
		return nil, fmt.Errorf("the git index has version %d, which scale does not know", x.version)
	}
	count := binary.BigEndian.Uint32(data[8:])
	r := &reader{text: string(data[:len(data)-sha1.Size]), data: data, at: signatureSize, v4: x.version == 4}
	if int(count) > len(data)/headSize+1 && !r.v4 {
		return nil, errDamaged
	}
	x.entries = make([]entry, 0, min(int(count), len(data)))
	for range count {
		e, err := r.entry()
		if err != nil {
			return nil, err
		}
		x.entries = append(x.entries, e)
	}
	return x, r.extensions(x)
}

// reader walks through the bytes of an index. Names are slices of text, so that 50,000 of them are one allocation.
type reader struct {
	text string // without the checksum at the end
	data []byte
	at   int
	v4   bool
	last string // the name before, which version 4 builds upon
}

func (r *reader) entry() (entry, error) {
	if r.at+headSize > len(r.text) {
		return entry{}, errDamaged
	}
	start, raw := r.at, r.data[r.at:]
	var e entry
	copy(e.stat[:statSize], raw)
	e.mode = binary.BigEndian.Uint32(raw[24:])
	copy(e.stat[statSize:], raw[28:40]) // user, group, size
	copy(e.hash[:], raw[40:60])
	flags := binary.BigEndian.Uint16(raw[60:])
	e.flags = flags &^ nameMask
	r.at += headSize
	if flags&flagExtended != 0 {
		if r.at+2 > len(r.text) {
			return entry{}, errDamaged
		}
		e.extended = binary.BigEndian.Uint16(r.data[r.at:])
		r.at += 2
	}
	return e, r.name(&e, start)
}

// name reads the name of an entry that began at start, and the padding after it.
func (r *reader) name(e *entry, start int) error {
	prefix := ""
	if r.v4 {
		strip, err := r.varint()
		if err != nil || strip > len(r.last) {
			return errDamaged
		}
		prefix = r.last[:len(r.last)-strip]
	}
	end := strings.IndexByte(r.text[r.at:], 0)
	if end < 0 {
		return errDamaged
	}
	e.name = prefix + r.text[r.at:r.at+end]
	r.last = e.name
	r.at += end + 1
	if !r.v4 {
		r.at = start + (r.at-start+7)/8*8
	}
	if r.at > len(r.text) {
		return errDamaged
	}
	return nil
}

// varint reads the variable-width number of version 4 (the one of pack offsets).
func (r *reader) varint() (int, error) {
	value := 0
	for i := 0; r.at < len(r.text) && i < 4; i++ {
		b := r.text[r.at]
		r.at++
		value = value<<7 | int(b&0x7f)
		if b&0x80 == 0 {
			return value, nil
		}
		value++
	}
	return 0, errDamaged
}

// extensions reads the cached trees and passes over what git can do without; one that it cannot do without is an error.
func (r *reader) extensions(x *index) error {
	for r.at+8 <= len(r.text) {
		name := r.text[r.at : r.at+4]
		size := int(binary.BigEndian.Uint32(r.data[r.at+4:]))
		r.at += 8
		if size < 0 || size > len(r.text)-r.at {
			return errDamaged
		}
		body := r.text[r.at : r.at+size]
		r.at += size
		switch {
		case name == "TREE":
			x.trees, _ = decodeCached(body) // it is only a cache: without it everything is compared
		case name[0] < 'A' || name[0] > 'Z':
			return fmt.Errorf("the git index is split or sparse (%q), which scale cannot write", name)
		}
	}
	return nil
}

// encode gives the bytes of the index file. Entries must be sorted.
func (x *index) encode() []byte {
	if x.version < 3 && slices.ContainsFunc(x.entries, func(e entry) bool { return e.extended != 0 }) {
		x.version = 3
	}
	var b bytes.Buffer
	b.Grow(len(x.entries) * 120)
	b.WriteString("DIRC")
	b.Write(binary.BigEndian.AppendUint32(nil, x.version))
	b.Write(binary.BigEndian.AppendUint32(nil, uint32(len(x.entries))))
	last := ""
	for i := range x.entries {
		x.entries[i].encode(&b, x.version, last)
		last = x.entries[i].name
	}
	if x.trees != nil {
		body := x.trees.encode(nil)
		b.WriteString("TREE")
		b.Write(binary.BigEndian.AppendUint32(nil, uint32(len(body))))
		b.Write(body)
	}
	sum := sha1.Sum(b.Bytes())
	b.Write(sum[:])
	return b.Bytes()
}

func (e *entry) encode(b *bytes.Buffer, version uint32, last string) {
	start := b.Len()
	head := make([]byte, 0, headSize+2)
	head = append(head, e.stat[:statSize]...)
	head = binary.BigEndian.AppendUint32(head, e.mode)
	head = append(head, e.stat[statSize:]...)
	head = append(head, e.hash[:]...)
	flags := e.flags&^flagExtended | uint16(min(len(e.name), nameMask))
	if e.extended == 0 {
		head = binary.BigEndian.AppendUint16(head, flags)
	} else {
		head = binary.BigEndian.AppendUint16(head, flags|flagExtended)
		head = binary.BigEndian.AppendUint16(head, e.extended)
	}
	b.Write(head)
	if version == 4 {
		same := commonPrefix(last, e.name)
		b.Write(appendVarint(nil, len(last)-same))
		b.WriteString(e.name[same:])
		b.WriteByte(0)
		return
	}
	b.WriteString(e.name)
	b.Write(make([]byte, 8-(b.Len()-start)%8))
}

func commonPrefix(a, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// appendVarint is the inverse of reader.varint.
func appendVarint(to []byte, value int) []byte {
	digits := []byte{byte(value & 0x7f)}
	for value >>= 7; value > 0; value >>= 7 {
		value--
		digits = append(digits, byte(value&0x7f)|0x80)
	}
	slices.Reverse(digits)
	return append(to, digits...)
}
