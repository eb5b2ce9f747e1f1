from lib.attempts import attempt
import functools
import operator as op
attempt(op.call)
attempt(op.itemgetter, x=1)
attempt(op.attrgetter, x=1)
attempt(op.methodcaller)
attempt(setattr, functools.partial(int), "func", 1)
