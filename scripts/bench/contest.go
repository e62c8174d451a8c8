package main

import (
	"fmt"
	"os"
	"slices"
)

// contest measures a subject beside a reference, in slices of a turn each, so that what else the machine does meets both.
// The reference has a second turn in every slice: how far its two results lie apart is the noise, and the subject is
// compared with their mean.
type contest struct {
	name      string
	mark      string // what the ratio should be, such as "≥ 0.9"; "" for none
	unit      unit
	sides     [2]string // what to call the two
	subject   func() (sample, error)
	reference func() (sample, error)
	again     func() (sample, error) // the reference once more
}

// sample is the result of one turn.
type sample struct {
	value float64 // in the contest's unit
	cpu   float64 // microseconds of processor time, of a server for a request or of a command; 0 where it is not known
}

// result is a contest that has been held.
type result struct {
	contest
	subjects, references []sample
	ratios, noise        []float64 // of each slice
	cpu, cpuNoise        []float64 // of each slice, where the processor time is known
}

func (c contest) hold(slicesToRun int) (result, error) {
	r := result{contest: c}
	turns := []func() (sample, error){c.subject, c.reference, c.again}
	for i := range slicesToRun + 1 {
		var got [3]sample
		for j := range turns {
			turn := (i + j) % len(turns) // whoever comes first may find a colder machine
			var err error
			if got[turn], err = turns[turn](); err != nil {
				return r, fmt.Errorf("%s: %w", c.name, err)
			}
		}
		if i > 0 { // the first slice fills caches and opens connections
			r.add(got[0], got[1], got[2])
		}
	}
	fmt.Fprintf(os.Stderr, "%s: %s\n", c.name, spread(r.ratios))
	return r, nil
}

// add takes in the results of a slice.
func (r *result) add(subject, reference, again sample) {
	mean := sample{value: (reference.value + again.value) / 2, cpu: (reference.cpu + again.cpu) / 2}
	r.subjects, r.references = append(r.subjects, subject), append(r.references, mean)
	r.ratios = append(r.ratios, subject.value/mean.value)
	r.noise = append(r.noise, again.value/reference.value)
	if subject.cpu == 0 || mean.cpu == 0 {
		return
	}
	r.cpuNoise = append(r.cpuNoise, again.cpu/reference.cpu)
	if r.unit.name == perSecond.name { // the less of it, the more there is of the other
		r.cpu = append(r.cpu, mean.cpu/subject.cpu)
	} else {
		r.cpu = append(r.cpu, subject.cpu/mean.cpu)
	}
}

// quantile is the value below which a part of the values lies.
func quantile(values []float64, part float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	at := part * float64(len(sorted)-1)
	low := int(at)
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (at-float64(low))*(sorted[high]-sorted[low])
}

func median(values []float64) float64 { return quantile(values, 0.5) }

// spread is the median, with the quarter below and the quarter above left out: "0.93 (0.90–0.97)".
func spread(values []float64) string {
	if len(values) == 0 {
		return "not known"
	}
	return fmt.Sprintf("%.2f (%.2f–%.2f)", median(values), quantile(values, 0.25), quantile(values, 0.75))
}
