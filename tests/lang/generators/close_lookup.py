"""Closing a generator whose delegate's `close` cannot be looked up goes on, and tells sys.unraisablehook."""
import sys


class Delegate:
    def __iter__(self): return self
    def __next__(self): return 1
    def __repr__(self): return "<delegate>"
    @property
    def close(self): raise ValueError("no close")


def delegating():
    try:
        yield from Delegate()
    except BaseException as error:
        print("in", repr(error))
        raise
    finally:
        print("finally")


sys.unraisablehook = lambda args: print(args.err_msg, repr(args.exc_value), args.object)
for leave in (lambda g: g.close(), lambda g: g.throw(GeneratorExit("given"))):
    generator = delegating()
    print(next(generator))
    try:
        print(leave(generator))
    except BaseException as error:
        print(repr(error))
