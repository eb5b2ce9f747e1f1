# What a code object says of itself, and copies of it.
import sys


def outer(a, /, b, *args, c=1, **kw):
    x = a + b

    def inner(y):
        nonlocal x
        x += y
        return x, c

    for i in args:
        if i:
            x = i
    return inner


code = outer.__code__
CodeType = type(code)
print(code.co_name, code.co_qualname, code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount)
print(code.co_varnames, code.co_cellvars, code.co_freevars, code.co_nlocals, hex(code.co_flags))
inner = outer(1, 2).__code__
print(inner.co_name, inner.co_qualname, inner.co_varnames, inner.co_cellvars, inner.co_freevars, hex(inner.co_flags))
print(code.co_firstlineno, sorted({line for _, _, line in code.co_lines() if line}))

# Offsets cover the code without holes; positions come for every two bytes.
ends = [0]
for start, end, line in code.co_lines():
    assert start == ends[-1] and end > start, (start, end)
    ends.append(end)
assert ends[-1] == len(code.co_code)
positions = list(code.co_positions())
assert len(positions) * 2 == len(code.co_code)
for start, end, line in code.co_lines():
    assert {position[0] for position in positions[start // 2 : end // 2]} == {line}
print(any(p[0] == p[1] == code.co_firstlineno + 1 and p[2] == 8 for p in positions))
for source, left, right in code.co_branches():
    assert 0 <= source < len(code.co_code) and 0 < left <= len(code.co_code) and right <= len(code.co_code)

# Equality and hash: not by identity, not by file.
again = code.replace()
print(again == code, again is code, hash(again) == hash(code), again != code)
print(code.replace(co_filename="elsewhere") == code, code.replace(co_name="other") == code)
print(code.replace(co_firstlineno=100).co_firstlineno, min(l for _, _, l in code.replace(co_firstlineno=100).co_lines() if l))
print(code == 1, code != 1)


def refused(call, *args, **kwargs):
    try:
        call(*args, **kwargs)
        print("accepted")
    except (TypeError, ValueError, OverflowError) as error:
        print(type(error).__name__, error)


for change in [
    {"co_argcount": -1},
    {"co_nlocals": 9},
    {"co_code": "x"},
    {"co_consts": [1]},
    {"co_varnames": ("a",)},
    {"co_foo": 1},
    {"co_filename": 3},
    {"co_flags": "a"},
    {"co_code": b"abc"},
    {"co_firstlineno": 1 << 40},
]:
    refused(code.replace, **change)
refused(code.replace, 3)
refused(CodeType)
refused(CodeType, 1, 2, 3, 4, 5, 6, "", (), (), (), "", "", "", 1, b"", b"")
refused(CodeType, 1, 2, 3, 4, 5, 6, b"", [], (), (), "", "", "", 1, b"", b"")


# The constructor takes what the attributes give.
def made(code):
    return CodeType(
        code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_nlocals, code.co_stacksize,
        code.co_flags, code.co_code, code.co_consts, code.co_names, code.co_varnames, code.co_filename, code.co_name,
        code.co_qualname, code.co_firstlineno, code.co_linetable, code.co_exceptiontable, code.co_freevars,
        code.co_cellvars,
    )


def guarded(x):
    try:
        return 1 // x
    except ZeroDivisionError:
        return "none"
    finally:
        x = None


for function in (outer, guarded, refused):
    copy = made(function.__code__)
    print(copy == function.__code__, list(copy.co_positions()) == list(function.__code__.co_positions()))
guarded.__code__ = made(guarded.__code__)
print(guarded(1), guarded(0))
guarded.__code__ = guarded.__code__.replace(co_consts=tuple("NONE" if c == "none" else c for c in guarded.__code__.co_consts))
print(guarded(0))
print(code._varname_from_oparg(0), code._varname_from_oparg(1))
refused(code._varname_from_oparg, "x")
try:
    code._varname_from_oparg(1000)
except IndexError as error:
    print(error)
# A generator expression in its own parentheses at the start of one that has the call's.
outer = next(c for c in compile("f((a for a in b) for c in d)", "", "eval").co_consts if hasattr(c, "co_code"))
inner = next(c for c in outer.co_consts if hasattr(c, "co_code"))
print((1, 1, 2, 16) in set(outer.co_positions()), (1, 1, 1, 28) in set(inner.co_positions()))
