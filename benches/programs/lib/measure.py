"""Times a program's run(n): prints the best and the median seconds for n = 1, and how many values there were."""
import sys
import time


def main(run):
    budget = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    # Long enough that the clock and a preemption do not matter, and warm by the time it is measured.
    n = 1
    while True:
        begun = time.perf_counter()
        run(n)
        took = time.perf_counter() - begun
        if took > 0.03 or took > budget:
            break
        n = n * 2
    values = []
    spent = 0.0
    while spent < budget or len(values) < 3:
        begun = time.perf_counter()
        run(n)
        took = time.perf_counter() - begun
        values.append(took / n)
        spent += took
    values.sort()
    print(values[0], values[len(values) // 2], len(values))
