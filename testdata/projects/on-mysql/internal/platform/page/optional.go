package page

// Optional is a field that can be null. Rows without a value come last in either order.
func Optional[T, V any](parse func(string) (V, error), of func(T) *V) Field[T] {
	f := By(parse, func(row T) V { return *of(row) })
	value := f.Of
	f.optional, f.Of = true, func(row T) any {
		if of(row) == nil {
			return nil
		}
		return value(row)
	}
	return f
}
