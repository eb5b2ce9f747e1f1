"""raise without argument, re-raising in helpers, contexts of nested handlers, __traceback__ growth, exceptions as values kept and raised again."""
import sys
from lib.attempts import attempt


def frames(error):
    names, entry = [], error.__traceback__
    while entry:
        names.append((entry.tb_frame.f_code.co_name, entry.tb_lineno - entry.tb_frame.f_code.co_firstlineno if entry.tb_frame.f_code.co_name != "<module>" else "m"))
        entry = entry.tb_next
    return names


def chain(error):
    parts = []
    while error is not None and len(parts) < 9:
        parts.append(repr(error))
        error, how = (error.__cause__, "cause") if error.__cause__ else (None if error.__suppress_context__ else error.__context__, "context")
        if error is not None: parts.append(how)
    return parts


def run(function):
    try:
        function()
    except BaseException as error:
        print(function.__name__, chain(error), frames(error))
    else:
        print(function.__name__, "nothing")


def bare_outside(): raise


def helper(): raise


def reraise_in_helper():
    try:
        1 // 0
    except ZeroDivisionError:
        helper()


def reraise_after_inner():
    try:
        raise ValueError("outer")
    except ValueError:
        try:
            raise KeyError("inner")
        except KeyError:
            pass
        raise


def reraise_variable():
    try:
        raise ValueError("kept")
    except ValueError as error:
        kept = error
    raise kept


def twice():
    error = ValueError("same object")
    for _ in range(2):
        try:
            raise error
        except ValueError as caught:
            assert caught is error
    raise error


def from_itself():
    error = ValueError("self")
    raise error from error


def cycle():
    first, second = ValueError("first"), KeyError("second")
    first.__context__ = second
    try:
        raise first
    except ValueError:
        raise second


def in_finally():
    try:
        raise ValueError("body")
    finally:
        raise KeyError("finally")


def in_finally_handled():
    try:
        try:
            raise ValueError("body")
        finally:
            try:
                raise KeyError("inside")
            except KeyError:
                pass
    except ValueError as error:
        raise LookupError("after") from error


def in_else():
    try:
        pass
    except ValueError:
        pass
    else:
        raise KeyError("else")


def class_raised():
    raise ValueError


def class_needs_arguments():
    class Needs(Exception):
        def __init__(self, needed): pass
    raise Needs


def class_returns_other():
    class Odd(Exception):
        def __new__(cls): return 5
    raise Odd


def cause_class():
    raise ValueError("v") from KeyError


def cause_wrong(): raise ValueError("v") from "text"


def cause_none():
    try:
        1 // 0
    except ZeroDivisionError:
        raise ValueError("v") from None


def wrong_thing(): raise "text"
def wrong_class(): raise int
def none(): raise None


def expression_fails():
    raise undefined_error


def cause_fails():
    raise ValueError("v") from undefined_cause


def generator_context():
    def gen():
        try:
            yield 1
        except ValueError:
            yield 2
            raise
    steps = gen()
    next(steps)
    steps.throw(ValueError("thrown"))
    try:
        raise KeyError("between")
    except KeyError:
        next(steps)


def with_exit():
    class Manager:
        def __enter__(self): return self
        def __exit__(self, kind, value, tb): raise LookupError("exit")
    with Manager():
        raise ValueError("body")


def handler_expression():
    try:
        raise ValueError("v")
    except undefined_handler:
        pass


def handler_not_exception():
    try:
        raise ValueError("v")
    except 5:
        pass


def handler_tuple_with_wrong():
    try:
        raise ValueError("v")
    except (KeyError, "text"):
        pass


def loop_of_handlers():
    for number in range(3):
        try:
            raise ValueError(number)
        except ValueError:
            if number == 2: raise


def deleted_then_bare():
    try:
        raise ValueError("v")
    except ValueError as error:
        del error
        raise


def exc_info_cleared():
    try:
        raise ValueError
    except ValueError:
        pass
    assert sys.exception() is None
    raise RuntimeError("no context")


def sys_exit(): sys.exit("leaving")
def nested_function_context():
    try:
        raise ValueError("a")
    except ValueError:
        def inner(): raise KeyError("b")
        inner()


for function in (bare_outside, reraise_in_helper, reraise_after_inner, reraise_variable, twice, from_itself, cycle, in_finally, in_finally_handled, in_else, class_raised, class_needs_arguments, class_returns_other, cause_class, cause_wrong, cause_none, wrong_thing, wrong_class, none, expression_fails, cause_fails, generator_context, with_exit, handler_expression, handler_not_exception, handler_tuple_with_wrong, loop_of_handlers, deleted_then_bare, exc_info_cleared, sys_exit, nested_function_context):
    run(function)
