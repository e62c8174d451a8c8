//go:build ignore

// Command fill writes as many products as its argument says, in one statement.
package main

import (
	"context"
	"log"
	"os"
	"strconv"
)

func main() {
	count, err := strconv.Atoi(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	_, write := open(os.Getenv("DATABASE_URL"))
	if _, err := write(rows).ExecContext(context.Background(), count); err != nil {
		log.Fatal(err)
	}
	if _, err := write(`ANALYZE`).ExecContext(context.Background()); err != nil {
		log.Fatal(err)
	}
}
