// runtime.go: the operations of runtime.h in Go, on one processor, for machines that have Go.
package main

import (
	"fmt"
	"runtime"
	"sort"
	"sync"
	"time"
)

const room = 128

func spawnJoin(count int) {
	for i := 0; i < count; i++ {
		var wg sync.WaitGroup
		wg.Add(1)
		go wg.Done()
		wg.Wait()
	}
}

func yieldPair(count int) {
	var wg sync.WaitGroup
	for k := 0; k < 2; k++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := 0; i < count/2; i++ {
				runtime.Gosched()
			}
		}()
	}
	wg.Wait()
}

func pingPong(count int) {
	there, back := make(chan int), make(chan int)
	go func() {
		for value := range there {
			back <- value
		}
	}()
	for i := 0; i < count; i++ {
		there <- i
		<-back
	}
	close(there)
}

func buffered(count int) {
	there := make(chan int, room)
	go func() {
		for i := 0; i < count; i++ {
			there <- i
		}
		close(there)
	}()
	for range there {
	}
}

func main() {
	runtime.GOMAXPROCS(1)
	for _, operation := range []struct {
		name  string
		run   func(int)
		count int
	}{
		{"spawn and join", spawnJoin, 100000},
		{"yield", yieldPair, 1000000},
		{"ping-pong", pingPong, 200000},
		{"buffered send and receive", buffered, 1000000},
	} {
		operation.run(operation.count / 10)
		var each []float64
		for i := 0; i < 5; i++ {
			start := time.Now()
			operation.run(operation.count)
			each = append(each, float64(time.Since(start).Nanoseconds())/float64(operation.count))
		}
		sort.Float64s(each)
		fmt.Printf("# note: Go, %s: %.0f ns\n", operation.name, each[2])
	}
}
