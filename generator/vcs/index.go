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
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// go-git's index is not used: it orders the stages of one path at random, rewrites the file in place, drops the cached
// trees that make git fast, and takes a tenth of a second where there are 50,000 entries. The format is gitformat-index(5).

// index is the content of git's index file.
type index struct {
	version uint32
	entries []entry // sorted by name, then stage
	trees   *cached // nil when git kept none
}

// entry is one stage of one path. Nearly all entries are written back as they were read, so what stands before the name
// is kept as the file holds it: times, device, inode, mode, user, group, size, hash, flags, perhaps extended flags.
type entry struct {
	name string
	head string
}

const (
	modeAt        = 24
	ownerAt       = 28 // user, group, size
	hashAt        = 40
	flagsAt       = 60
	headSize      = 62 // without extended flags
	signatureSize = 12

	flagExtended = 0x4000
	flagStages   = 0x3000
	nameMask     = 0x0fff
	flagIntent   = 0x2000 // among the extended flags: `git add -N`
)

var errDamaged = errors.New("the git index is damaged")

// newEntry makes an entry; stat is what git keeps of the file, see statOf.
func newEntry(name string, mode filemode.FileMode, hash plumbing.Hash, stage int, stat [36]byte) entry {
	head := make([]byte, 0, headSize)
	head = append(head, stat[:modeAt]...)
	head = binary.BigEndian.AppendUint32(head, uint32(mode))
	head = append(head, stat[modeAt:]...)
	head = append(head, hash[:]...)
	head = binary.BigEndian.AppendUint16(head, uint16(stage)<<12|uint16(min(len(name), nameMask)))
	return entry{name: name, head: string(head)}
}

func (e *entry) flags() uint16 { return be16(e.head[flagsAt:]) }
func (e *entry) stage() int    { return int(e.flags()&flagStages) >> 12 }
func (e *entry) intent() bool {
	return len(e.head) > headSize && be16(e.head[headSize:])&flagIntent != 0
}
func (e *entry) mode() filemode.FileMode { return filemode.FileMode(be32(e.head[modeAt:])) }

func (e *entry) hash() (h plumbing.Hash) {
	copy(h[:], e.head[hashAt:flagsAt])
	return h
}

func be16(s string) uint16 { return uint16(s[0])<<8 | uint16(s[1]) }
func be32(s string) uint32 { return uint32(be16(s))<<16 | uint32(be16(s[2:])) }

func byNameAndStage(a, b entry) int {
	return cmp.Or(strings.Compare(a.name, b.name), cmp.Compare(a.stage(), b.stage()))
}

// decodeIndex reads an index of version 2, 3 or 4.
func decodeIndex(text string) (*index, error) {
	if len(text) < signatureSize+sha1.Size || text[:4] != "DIRC" {
		return nil, errDamaged
	}
	r := &reader{text: text[:len(text)-sha1.Size], at: signatureSize}
	x := &index{version: be32(r.text[4:])}
	if x.version < 2 || x.version > 4 {
		return nil, fmt.Errorf("the git index has version %d, which scale does not know", x.version)
	}
	r.v4 = x.version == 4
	count := int(be32(r.text[8:]))
	if count > len(text)/headSize {
		return nil, errDamaged
	}
	x.entries = make([]entry, 0, count)
	for range count {
		e, err := r.entry()
		if err != nil {
			return nil, err
		}
		x.entries = append(x.entries, e)
	}
	return x, r.extensions(x)
}

// reader walks through an index. Entries are slices of text, so that 50,000 of them are one allocation.
type reader struct {
	text string // without the checksum at the end
	at   int
	v4   bool
	last string // the name before, which version 4 builds upon
}

func (r *reader) entry() (entry, error) {
	start, size := r.at, headSize
	if start+size > len(r.text) {
		return entry{}, errDamaged
	}
	if be16(r.text[start+flagsAt:])&flagExtended != 0 {
		size += 2
	}
	if start+size > len(r.text) {
		return entry{}, errDamaged
	}
	e := entry{head: r.text[start : start+size]}
	r.at += size
	err := r.name(&e, start)
	return e, err
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
		size := int(be32(r.text[r.at+4:]))
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
	var b bytes.Buffer
	b.Grow(x.size())
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

// size is about how many bytes the index file has.
func (x *index) size() int {
	n := 4096 // for the cached trees
	for i := range x.entries {
		n += len(x.entries[i].head) + len(x.entries[i].name) + 8
	}
	return n
}

func (e *entry) encode(b *bytes.Buffer, version uint32, last string) {
	const padding = "\x00\x00\x00\x00\x00\x00\x00\x00"
	b.WriteString(e.head)
	if version == 4 {
		same := commonPrefix(last, e.name)
		b.Write(appendVarint(nil, len(last)-same))
		b.WriteString(e.name[same:])
		b.WriteByte(0)
		return
	}
	b.WriteString(e.name)
	b.WriteString(padding[(len(e.head)+len(e.name))%8:])
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
