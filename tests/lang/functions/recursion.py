# zeal: 10 - many safepoints
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


def hanoi(n, a, b, c, moves):
    if n:
        hanoi(n - 1, a, c, b, moves)
        moves.append((a, c))
        hanoi(n - 1, b, a, c, moves)
    return moves


def permutations(items):
    if not items:
        return [[]]
    return [[item] + rest for i, item in enumerate(items) for rest in permutations(items[:i] + items[i + 1:])]


def queens(n, row=0, columns=(), count=0):
    if row == n:
        return 1
    for column in range(n):
        if all([column != c and abs(column - c) != row - r for r, c in enumerate(columns)]):
            count += queens(n, row + 1, columns + (column,))
    return count


def flatten(tree):
    return [leaf for item in tree for leaf in flatten(item)] if isinstance(tree, list) else [tree]


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


print([fib(n) for n in range(15)])
print(ackermann(2, 3))
print(len(hanoi(6, "a", "b", "c", [])), hanoi(2, "a", "b", "c", []))
print(permutations([1, 2, 3]))
print([queens(n) for n in range(1, 6)])
print(flatten([1, [2, [3, [], [[4]]], 5], [[[[6]]]]]))
print(depth(900))


class Node:
    def __init__(self, value, left=None, right=None):
        self.value = value
        self.left = left
        self.right = right

    def insert(self, value):
        side = "left" if value < self.value else "right"
        child = getattr(self, side)
        if child is None:
            setattr(self, side, Node(value))
        else:
            child.insert(value)

    def walk(self, visit):
        if self.left is not None:
            self.left.walk(visit)
        visit(self.value)
        if self.right is not None:
            self.right.walk(visit)


root = Node(50)
value = 1
for _ in range(40):
    value = value * 37 % 101
    root.insert(value)
seen = []
root.walk(seen.append)
print(seen == sorted(seen), len(seen), seen[:5])
