from lib.attempts import attempt
import functools, itertools
attempt(itertools.zip_longest, "a", wrong=1)
attempt(itertools.chain, a=1)
attempt(functools.reduce, function=max, iterable=[1])
