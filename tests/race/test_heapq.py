# Heaps and deques of plain items under several threads: each operation is one step.
# zeal-args: 20
import _heapq
import _thread
import sys
from _collections import deque

rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 150
THREADS = 4


def together(function):
    def body(number):
        try:
            function(number)
        except Exception as error:
            print("error", type(error).__name__, error)

    handles = [_thread.start_joinable_thread(lambda number=number: body(number)) for number in range(THREADS)]
    for handle in handles:
        handle.join()


def is_heap(heap, before):
    return all(not before(heap[at], heap[(at - 1) // 2]) for at in range(1, len(heap)))


def smaller(one, other):
    return one < other


def larger(one, other):
    return one > other


for kind, before, suffix in ("smallest", smaller, ""), ("largest", larger, "_max"):
    push = getattr(_heapq, "heappush" + suffix)
    pop = getattr(_heapq, "heappop" + suffix)
    replace = getattr(_heapq, "heapreplace" + suffix)
    push_pop = getattr(_heapq, "heappushpop" + suffix)
    heapify = getattr(_heapq, "heapify" + suffix)
    for make in int, float, str, lambda number: (number % 7, str(number)):
        heap = []
        together(lambda thread: [push(heap, make(number * THREADS + thread)) for number in range(rounds)])
        print(kind, len(heap) == rounds * THREADS, is_heap(heap, before), end=" ")
        together(lambda thread: [replace(heap, make((number * 37 + thread) % 999)) for number in range(rounds)])
        together(lambda thread: [push_pop(heap, make((number * 53 + thread) % 999)) for number in range(rounds)])
        print(len(heap) == rounds * THREADS, is_heap(heap, before), end=" ")
        popped = [[] for _ in range(THREADS)]
        together(lambda thread: popped[thread].extend(pop(heap) for _ in range(rounds)))
        ordered = all(not before(item[at], item[at - 1]) for item in popped for at in range(1, len(item)))
        print(heap, ordered, end=" ")
        heap = [make(number * 7919 % 1009) for number in range(rounds)]
        together(lambda thread: heapify(heap))
        print(is_heap(heap, before))

# Items compared by Python code: a list stays a list, whoever finds it changed says so.
class Item:
    def __init__(self, number):
        self.number = number

    def __lt__(self, other):
        return self.number < other.number


heap = []


def push_items(thread):
    for number in range(rounds):
        try:
            _heapq.heappush(heap, Item(number ^ thread))
        except RuntimeError as error:
            if str(error) != "list changed size during iteration":
                print(error)


together(push_items)
print(len(heap) == rounds * THREADS)

# A deque is searched in one step.
items = deque(range(40))


def search(thread):
    if thread == 0:
        for _ in range(rounds):
            try:
                items.index(20)
            except ValueError:
                pass
            items.count(20)
            20 in items
    else:
        for _ in range(rounds):
            items.append(0)
            items.clear()
            items.extend(range(40))
            items.appendleft(-1)


together(search)
items = deque(["item"] * (rounds * THREADS) + ["other"])
together(lambda thread: [items.remove("item") for _ in range(rounds)])
print(items)
