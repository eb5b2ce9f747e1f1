# zeal: 100 - many safepoints
"""heapq, bisect and graphlib: keys, ties, stability, maximum heaps, items without order, cycles, refusals."""
import bisect
import graphlib
import heapq
from lib.attempts import attempt


class Less:
    def __init__(self, n): self.n = n
    def __lt__(self, other):
        log.append((self.n, other.n))
        return self.n < other.n
    def __repr__(self): return f"L{self.n}"


log = []
heap = [Less(n) for n in (3, 1, 2)]
heapq.heapify(heap)
print(heap, log, heapq.heappop(heap), heapq.heappushpop(heap, Less(0)), heapq.heapreplace(heap, Less(9)), heap)
numbers = [5, 3, 8, 1, 9, 2]
heapq.heapify(numbers)
print(numbers, [heapq.heappop(numbers) for _ in range(6)], heapq.nsmallest(2, [3, 1, 2]), heapq.nlargest(2, [3, 1, 2]), heapq.nlargest(1, []), heapq.nsmallest(0, [1]), heapq.nsmallest(5, [2, 1]), heapq.nlargest(2, ["a", "bb", "cc"], key=len), heapq.nsmallest(2, ["bb", "a", "c"], key=len), heapq.nsmallest(-1, [1]), list(heapq.merge([1, 4], [2, 3], [])), list(heapq.merge([4, 1], [3, 2], reverse=True)), list(heapq.merge(["a", "ccc"], ["bb"], key=len)))
top = [1, 5, 3]
heapq.heapify_max(top)
print(top, heapq.heappop_max(top), heapq.heappush_max(top, 9), heapq.heappushpop_max(top, 4), heapq.heapreplace_max(top, 0), top)
for action in (lambda: heapq.heappop([]), lambda: heapq.heapreplace([], 1), lambda: heapq.heappushpop([], 5), lambda: heapq.heapify((1, 2)), lambda: heapq.heappush([1], "a"), lambda: heapq.heapify([1, "a"]), lambda: heapq.heappush({}, 1), lambda: heapq.nsmallest("a", []), lambda: heapq.nlargest(2, [1, "a"]), lambda: heapq.nlargest(1, 5), lambda: list(heapq.merge([1], ["a"])), lambda: heapq.heappop([1j, 2j]), lambda: heapq.heappop_max([]), lambda: heapq.heappush(), lambda: heapq.heappop(5)):
    attempt(action)


class Changes:
    def __init__(self, n): self.n = n
    def __lt__(self, other):
        changing.clear()
        return self.n < other.n


changing = [Changes(n) for n in range(3)]
attempt(heapq.heappush, changing, Changes(-1))
changing[:] = [Changes(n) for n in (2, 1, 0)]
attempt(heapq.heapify, changing)

row = [1, 3, 3, 5]
print(bisect.bisect(row, 3), bisect.bisect_left(row, 3), bisect.bisect_right(row, 3), bisect.bisect(row, 0), bisect.bisect(row, 9), bisect.bisect(row, 3, 2), bisect.bisect(row, 3, 0, 1), bisect.bisect([], 1), bisect.bisect(row, 4.5), bisect.bisect_left("abc", "b"), bisect.bisect(range(10), 5), bisect.bisect(["a", "bb"], 1, key=len), bisect.bisect_left([5, 3, 1], -3, key=lambda n: -n), bisect.bisect(row, 3, hi=-1) if False else "")
bisect.insort(row, 4)
bisect.insort_left(row, 3.0)
bisect.insort(row, 0, 1, 2)
words = ["a", "ccc"]
bisect.insort(words, "bb", key=len)
print(row, words)
for action in (lambda: bisect.bisect(row, 1, -1), lambda: bisect.bisect(row, "a"), lambda: bisect.bisect(5, 1), lambda: bisect.bisect(row), lambda: bisect.bisect(row, 1, 0, 99), lambda: bisect.insort((1,), 2), lambda: bisect.bisect(row, 1, "a"), lambda: bisect.bisect(row, 1, key=5), lambda: bisect.bisect(row, 1, 0, None), lambda: bisect.bisect(a=row, x=3, lo=1), lambda: bisect.bisect(row, 1, wrong=2), lambda: bisect.insort(row, 1j)):
    attempt(action)


class Sequence:
    def __len__(self): return 3
    def __getitem__(self, index):
        log.append(index)
        return index * 10
    def insert(self, index, item): log.append(("insert", index, item))


log.clear()
print(bisect.bisect(Sequence(), 15), bisect.insort(Sequence(), 5), log)

graph = {"d": {"b", "c"}, "b": {"a"}, "c": {"a"}}
sorter = graphlib.TopologicalSorter(graph)
order = list(sorter.static_order())
print(order[0], sorted(order[1:3]), order[3])
sorter = graphlib.TopologicalSorter()
sorter.add(1, 2, 3)
sorter.add(2, 3)
sorter.add(5)
sorter.prepare()
steps = []
while sorter.is_active():
    ready = sorted(sorter.get_ready())
    steps.append(ready)
    sorter.done(*ready)
print(steps, bool(sorter), sorter.get_ready())
for action in (lambda: list(graphlib.TopologicalSorter({1: [2], 2: [1]}).static_order()), lambda: graphlib.TopologicalSorter().get_ready(), lambda: sorter.add(9), lambda: sorter.done(1), lambda: sorter.done(99), lambda: graphlib.TopologicalSorter().is_active(), lambda: graphlib.TopologicalSorter({1: 5}), lambda: graphlib.TopologicalSorter().add([]), lambda: list(graphlib.TopologicalSorter({}).static_order()), lambda: list(graphlib.TopologicalSorter({1: [1]}).static_order())):
    attempt(action)
try:
    graphlib.TopologicalSorter({"a": "b", "b": "c", "c": "a"}).prepare()
except graphlib.CycleError as error:
    print(error.args[0], len(error.args[1]), set(error.args[1]) == {"a", "b", "c"}, isinstance(error, ValueError))
