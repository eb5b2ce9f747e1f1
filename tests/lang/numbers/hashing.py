# zeal: 400 - imports fractions
"""Hashes of numbers that are equal, of strings and of containers, without depending on the seed."""
from fractions import Fraction
import sys

P = sys.hash_info.modulus
print(sys.hash_info.width, P == 2**61 - 1, sys.hash_info.inf, sys.hash_info.nan, sys.hash_info.imag)
for number in (0, 1, -1, -2, P - 1, P, P + 1, -P, -P - 1, 2 * P, 2**61, 2**64, -2**64, 10**40, True):
    print(number, hash(number), end="; ")
print()
for number in (0.0, -0.0, 0.5, -0.5, 0.1, 1e300, -1e300, 5e-324, float("inf"), float("-inf"), 2.0**61, 1.5, 1e16):
    print(number, hash(number), end="; ")
print()
for number in (0j, 1j, -1j, 1 + 1j, 0.5 - 2.5j, complex("inf"), complex(0, float("inf")), complex(-1, 0)):
    print(number, hash(number), end="; ")
print()
for number in (Fraction(1, 2), Fraction(1, 3), Fraction(-7, 5), Fraction(P, 2), Fraction(1, P), Fraction(10**40, 3)):
    print(number, hash(number), end="; ")
print()
print(hash(0.5) == hash(Fraction(1, 2)), hash(0.1) == hash(Fraction(0.1)), hash(2**70) == hash(float(2**70)), hash(-1) == hash(-2))
print(hash(()), hash((1,)), hash((1, 2)), hash((-1,)), hash(((),)), hash((1, (2, 3))), hash((0.5, 1j)))
print(hash(frozenset()), hash(frozenset([1])), hash(frozenset([1, 2, 3])) == hash(frozenset([3, 2, 1])), hash(frozenset([frozenset()])))
print(hash(range(3)), hash(range(0)), hash(range(1, 10, 3)), hash(slice(1, 2)) == hash(slice(1, 2)))
print(hash("") == 0, hash(b"") == 0, hash("a") == hash("ab"[:1]), hash(b"ab") == hash(memoryview(b"ab")), hash("ab") == hash("".join(["a", "b"])))
print(hash(None) == hash(None), hash(...) == hash(Ellipsis), hash(int) == hash(int), hash(NotImplemented) == hash(NotImplemented))


class Answers:
    def __init__(self, answer): self.answer = answer
    def __hash__(self): return self.answer


for answer in (5, -1, 2**61 - 1, 2**61, 2**63 - 1, 2**63, -2**63, -2**63 - 1, 2**64, 2**200, True, 1.5, "a", None):
    try:
        print(answer, hash(Answers(answer)), Answers(answer).__hash__() == answer, end="; ")
    except TypeError as error:
        print(answer, "TypeError", error, end="; ")
print()
print(object.__hash__(5) == object.__hash__(5) or "by identity", int.__hash__(-1), float.__hash__(1.0), str.__hash__("a") == hash("a"), tuple.__hash__((1,)) == hash((1,)))
print({1: "int"}[1.0], {1.0: "float"}[True], {1 + 0j: "complex"}[1], {Fraction(2): "fraction"}[2], {2**70: "big"}[float(2**70)], 0.1 in {Fraction(0.1)})
