"""Binary trees: short-lived and long-lived objects together."""


class Node:
    def __init__(self, left, right):
        self.left = left
        self.right = right


def make(depth):
    return Node(make(depth - 1), make(depth - 1)) if depth else Node(None, None)


def count(node):
    return 1 if node.left is None else 1 + count(node.left) + count(node.right)


def run(n):
    kept = make(10)
    total = 0
    for _ in range(n):
        for depth in range(4, 12):
            total += count(make(depth))
        total += count(kept)
    return total


if __name__ == "__main__":
    from lib.measure import main
    main(run)
