"""Cyclic and acyclic graphs come and go beside live ones whose contents are checked all the time."""
from lib.crew import Random, arguments, check, ok, together

THREADS = 3


class Node:
    def __init__(self, key):
        self.key = key
        self.check = key * 31 + 7
        self.edges = []
        self.text = "node " + str(key)

    def verify(self):
        check(self.check == self.key * 31 + 7, "check", self.key)
        check(self.text == "node " + str(self.key), "text", self.key)


def ring(random, length):
    """A cycle with chords."""
    nodes = [Node(random.below(1_000_000)) for _ in range(length)]
    for i in range(length):
        nodes[i].edges.append(nodes[(i + 1) % length])
        nodes[i].edges.append(nodes[random.below(length)])
    return nodes[0], sum([node.key for node in nodes])


def tree(random, depth):
    """Nested tuples and dicts, and the sum of their leaves."""
    if depth == 0:
        leaf = random.below(1000)
        return leaf, leaf
    left, left_sum = tree(random, depth - 1)
    right, right_sum = tree(random, depth - 1)
    if random.below(2):
        return (left, right), left_sum + right_sum
    return {"left": left, "right": [right]}, left_sum + right_sum


def ring_sum(first):
    total, node = 0, first
    while True:
        node.verify()
        total += node.key
        node = node.edges[0]
        if node is first:
            return total


def tree_sum(node):
    if isinstance(node, tuple):
        return tree_sum(node[0]) + tree_sum(node[1])
    if isinstance(node, dict):
        return tree_sum(node["left"]) + tree_sum(node["right"][0])
    return node


def work(number, random, size, shared):
    live = []
    checked = 0
    for step in range(size):
        kind = random.below(3)
        if kind == 0:
            live.append((ring_sum, *ring(random, 3 + random.below(8))))
        elif kind == 1:
            live.append((tree_sum, *tree(random, 1 + random.below(3))))
        elif live:
            live.pop(random.below(len(live)))
        ring(random, 5)
        for summing, graph, expected in live[-3:]:
            check(summing(graph) == expected, "graph changed", number, step)
            checked += 1
        # Another thread's graphs, some of them made for it by this one.
        place = random.below(len(shared))
        summing, graph, expected = shared[place]
        check(summing(graph) == expected, "shared graph changed", number, step)
        if random.below(4) == 0:
            shared[place] = (ring_sum, *ring(random, 4))
        if len(live) > 12:
            del live[:6]
    for summing, graph, expected in live:
        check(summing(graph) == expected, "graph changed at the end", number)
    return checked


seed, size = arguments()
first = Random(seed)
shared = [(tree_sum, *tree(first, 2)) for _ in range(4)]
ok("checked", *together(THREADS, work, size, shared))
