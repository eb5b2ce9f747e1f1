"""gc.collect() answers how many objects were unreachable: at least those of a cycle."""
import gc


class Node:
    pass


def ring(size):
    first = last = Node()
    for _ in range(size - 1):
        last.next = Node()
        last = last.next
    last.next = first


gc.collect()
for size in (2, 50, 1000):
    ring(size)
    print(size, gc.collect() >= size)
print(type(gc.collect()).__name__, gc.collect(0) >= 0, gc.collect(1) >= 0)
