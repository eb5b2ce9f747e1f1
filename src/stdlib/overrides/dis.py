"""Disassembly of Typhon's bytecode, with the functions and classes that this module has in every Python.

An instruction is a word of eight bytes (offsets count bytes of `co_code`): an opcode and up to four operands, most of them registers. The
first registers are the variables, shown by name; `t0`, `t1` and so on are temporaries. `_opcode._doc(opcode)` says what one does.
"""

import collections
import io
import sys
import types

import _opcode
from opcode import *
from opcode import __all__ as _opcodes_all
from opcode import _inline_cache_entries

__all__ = ["code_info", "dis", "disassemble", "distb", "disco", "findlinestarts", "findlabels", "show_code",
           "get_instructions", "Instruction", "Bytecode"] + _opcodes_all
del _opcodes_all

_have_code = (types.MethodType, types.FunctionType, types.CodeType, classmethod, staticmethod, type)

COMPILER_FLAG_NAMES = {
    1: "OPTIMIZED",
    2: "NEWLOCALS",
    4: "VARARGS",
    8: "VARKEYWORDS",
    16: "NESTED",
    32: "GENERATOR",
    64: "NOFREE",
    128: "COROUTINE",
    256: "ITERABLE_COROUTINE",
    512: "ASYNC_GENERATOR",
    0x4000000: "HAS_DOCSTRING",
    0x8000000: "METHOD",
}

Positions = collections.namedtuple(
    "Positions", ["lineno", "end_lineno", "col_offset", "end_col_offset"], defaults=[None] * 4)

_ExceptionTableEntry = collections.namedtuple("_ExceptionTableEntry", "start end target depth lasti")

_Instruction = collections.namedtuple(
    "_Instruction",
    ["opname", "opcode", "arg", "argval", "argrepr", "offset", "start_offset", "starts_line", "line_number", "label",
     "positions", "cache_info"],
    defaults=[None, None, None, None])


class Instruction(_Instruction):
    """One instruction: its opcode, operands as a number, the value they name, and how they are shown."""

    @property
    def oparg(self):
        return self.arg

    @property
    def baseopcode(self):
        return self.opcode

    @property
    def baseopname(self):
        return self.opname

    @property
    def cache_offset(self):
        return self.offset + 8

    @property
    def end_offset(self):
        return self.offset + 8 + (8 if self.cache_info else 0)

    @property
    def jump_target(self):
        return self.argval if self.opcode in hasjump else None

    @property
    def is_jump_target(self):
        return self.label is not None

    def __str__(self):
        output = io.StringIO()
        Formatter(file=output).print_instruction(self)
        return output.getvalue()


def _try_compile(source, name):
    try:
        return compile(source, name, "eval")
    except SyntaxError:
        return compile(source, name, "exec")


def _get_code_object(x):
    """The code object of a function, method, generator, source text or the like."""
    x = getattr(x, "__func__", x)
    for attribute in ("__code__", "gi_code", "ag_code", "cr_code"):
        if hasattr(x, attribute):
            x = getattr(x, attribute)
            break
    if isinstance(x, str):
        x = _try_compile(x, "<disassembly>")
    if hasattr(x, "co_code"):
        return x
    raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False):
    """Disassemble classes, methods, functions, and other compiled objects; without one, the last traceback."""
    options = {"file": file, "show_caches": show_caches, "adaptive": adaptive, "show_offsets": show_offsets,
               "show_positions": show_positions}
    if x is None:
        distb(**options)
        return
    x = getattr(x, "__func__", x)
    for attribute in ("__code__", "gi_code", "ag_code", "cr_code"):
        if hasattr(x, attribute):
            x = getattr(x, attribute)
            break
    if hasattr(x, "__dict__") and not hasattr(x, "co_code"):
        for name, member in sorted(x.__dict__.items()):
            if isinstance(member, _have_code):
                print(f"Disassembly of {name}:", file=file)
                try:
                    dis(member, depth=depth, **options)
                except TypeError as error:
                    print("Sorry:", error, file=file)
                print(file=file)
    elif hasattr(x, "co_code"):
        _disassemble_recursive(x, depth=depth, **options)
    elif isinstance(x, (bytes, bytearray)):
        raise NotImplementedError("bytes alone name no registers and constants: disassemble a code object")
    elif isinstance(x, str):
        _disassemble_recursive(_try_compile(x, "<dis>"), depth=depth, **options)
    else:
        raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def distb(tb=None, **options):
    """Disassemble a traceback (default: the last one)."""
    if tb is None:
        if hasattr(sys, "last_exc"):
            tb = sys.last_exc.__traceback__
        elif hasattr(sys, "last_traceback"):
            tb = sys.last_traceback
        else:
            raise RuntimeError("no last traceback to disassemble")
        while tb.tb_next:
            tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, tb.tb_lasti, **options)


def pretty_flags(flags):
    """The names of a code object's flags."""
    names = []
    for bit in range(32):
        if flags & 1 << bit:
            names.append(COMPILER_FLAG_NAMES.get(1 << bit, hex(1 << bit)))
            flags ^= 1 << bit
            if not flags:
                break
    else:
        names.append(hex(flags))
    return ", ".join(names)


def code_info(x):
    """What a code object says of itself, as text."""
    code = _get_code_object(x)
    lines = [
        f"Name:              {code.co_name}",
        f"Filename:          {code.co_filename}",
        f"Argument count:    {code.co_argcount}",
        f"Positional-only arguments: {code.co_posonlyargcount}",
        f"Kw-only arguments: {code.co_kwonlyargcount}",
        f"Number of locals:  {code.co_nlocals}",
        f"Stack size:        {code.co_stacksize}",
        f"Flags:             {pretty_flags(code.co_flags)}",
    ]
    for title, items, show in [
        ("Constants", code.co_consts, repr),
        ("Names", code.co_names, str),
        ("Variable names", code.co_varnames, str),
        ("Free variables", code.co_freevars, str),
        ("Cell variables", code.co_cellvars, str),
    ]:
        if items:
            lines.append(f"{title}:")
            lines.extend(f"{index:4d}: {show(item)}" for index, item in enumerate(items))
    return "\n".join(lines)


def show_code(co, *, file=None):
    """Print what code_info says."""
    print(code_info(co), file=file)


def findlinestarts(code):
    """(offset, line) wherever the line changes."""
    last = False
    for start, _, line in code.co_lines():
        if line is not last:
            last = line
            yield start, line


def findlabels(code):
    """Offsets that a jump goes to. Of a code object."""
    return sorted({target for *_, target, _ in _opcode._instructions(code) if target is not None})


def _parse_exception_table(code):
    entries = []
    bytes_of = iter(code.co_exceptiontable)

    def number():
        byte = next(bytes_of)
        value = byte & 63
        while byte & 64:
            byte = next(bytes_of)
            value = value << 6 | byte & 63
        return value

    try:
        while True:
            start = number() * 2
            length, target, depth = number() * 2, number() * 2, number()
            entries.append(_ExceptionTableEntry(start, start + length, target, depth >> 1, bool(depth & 1)))
    except StopIteration:
        return entries


def get_instructions(x, *, first_line=None, show_caches=None, adaptive=False):
    """The instructions of a function, method, source text or code object."""
    code = _get_code_object(x)
    return _instructions_of(code, 0 if first_line is None else first_line - code.co_firstlineno)


def _instructions_of(code, line_offset=0):
    found = _opcode._instructions(code)
    handlers = [entry.target for entry in _parse_exception_table(code)]
    targets = sorted({target for *_, target, _ in found if target is not None} | set(handlers))
    labels = {offset: number + 1 for number, offset in enumerate(targets)}
    positions = list(code.co_positions())
    starts = dict(findlinestarts(code))
    line = None
    for offset, opcode, arg, value, text, target, size in found:
        starts_line = offset in starts
        if starts_line:
            line = starts[offset]
            if line is not None:
                line += line_offset
        where = Positions(*positions[offset // 2]) if offset // 2 < len(positions) else Positions()
        cache = [("cache", 4, bytes(8))] if size > 8 else None
        yield Instruction(opname[opcode], opcode, arg, value, text, offset, offset, starts_line, line,
                          labels.get(offset), where, cache)


class Formatter:
    """Prints instructions in columns."""

    def __init__(self, file=None, lineno_width=5, offset_width=0, line_offset=0, show_caches=False, *,
                 show_positions=False, label_width=4):
        self.file = file
        self.lineno_width = lineno_width
        self.offset_width = offset_width
        self.show_caches = show_caches
        self.show_positions = show_positions
        self.label_width = label_width

    def print_instruction(self, instruction, mark_as_current=False):
        fields = []
        if self.lineno_width:
            shown = ""
            if instruction.starts_line:
                shown = "--" if instruction.line_number is None else str(instruction.line_number)
            if self.show_positions and instruction.positions.lineno is not None:
                where = instruction.positions
                shown = f"{where.lineno}:{where.col_offset}-{where.end_lineno}:{where.end_col_offset}"
            fields.append(shown.rjust(max(self.lineno_width, 16 if self.show_positions else 0)))
        label = f"L{instruction.label}:" if instruction.label is not None else ""
        fields.append(label.rjust(self.label_width + 1))
        fields.append("-->" if mark_as_current else "   ")
        if self.offset_width:
            fields.append(repr(instruction.offset).rjust(self.offset_width))
        fields.append(instruction.opname.ljust(20))
        fields.append(instruction.argrepr)
        print(" ".join(fields).rstrip(), file=self.file)

    def print_exception_table(self, code, labels):
        entries = _parse_exception_table(code)
        if entries:
            print("ExceptionTable:", file=self.file)
            for entry in entries:
                target = labels.get(entry.target, entry.target)
                print(f"  {entry.start} to {entry.end} -> L{target} [{entry.depth}]", file=self.file)


def disassemble(co, lasti=-1, *, file=None, show_caches=False, adaptive=False, show_offsets=False,
                show_positions=False):
    """Disassemble a code object; an arrow stands at the instruction of offset lasti."""
    formatter = Formatter(file, offset_width=5 if show_offsets else 0, show_positions=show_positions)
    labels = {}
    first = True
    for instruction in _instructions_of(co):
        if instruction.starts_line and not first and instruction.offset:
            print(file=file)
        first = False
        labels[instruction.offset] = instruction.label
        formatter.print_instruction(instruction, instruction.offset == lasti)
    formatter.print_exception_table(co, labels)


disco = disassemble


def _disassemble_recursive(code, *, file=None, depth=None, **options):
    disassemble(code, file=file, **options)
    if depth is None or depth > 0:
        depth = None if depth is None else depth - 1
        for constant in code.co_consts:
            if hasattr(constant, "co_code"):
                print(file=file)
                print(f"Disassembly of {constant!r}:", file=file)
                _disassemble_recursive(constant, file=file, depth=depth, **options)


class Bytecode:
    """The instructions of something compiled: iteration gives them, dis() their text."""

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False, adaptive=False,
                 show_offsets=False, show_positions=False):
        self.codeobj = code = _get_code_object(x)
        if first_line is None:
            self.first_line, self._line_offset = code.co_firstlineno, 0
        else:
            self.first_line, self._line_offset = first_line, first_line - code.co_firstlineno
        self._original_object = x
        self.current_offset = current_offset
        self.exception_entries = _parse_exception_table(code)
        self.show_caches = show_caches
        self.adaptive = adaptive
        self.show_offsets = show_offsets
        self.show_positions = show_positions

    def __iter__(self):
        return _instructions_of(self.codeobj, self._line_offset)

    def __repr__(self):
        return f"{type(self).__name__}({self._original_object!r})"

    @classmethod
    def from_traceback(cls, tb, *, show_caches=False, adaptive=False):
        """Of the frame that raised; the current offset is where it stood."""
        while tb.tb_next:
            tb = tb.tb_next
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti, show_caches=show_caches, adaptive=adaptive)

    def info(self):
        """What the code object says of itself."""
        return code_info(self.codeobj)

    def dis(self):
        """The disassembly as text."""
        output = io.StringIO()
        lasti = -1 if self.current_offset is None else self.current_offset
        disassemble(self.codeobj, lasti, file=output, show_offsets=self.show_offsets,
                    show_positions=self.show_positions)
        return output.getvalue()


def main(args=None):
    """python -m dis [FILE]"""
    import argparse

    parser = argparse.ArgumentParser(prog="dis", color=True)
    parser.add_argument("-C", "--show-caches", action="store_true", help="show cache words")
    parser.add_argument("-O", "--show-offsets", action="store_true", help="show offsets of instructions")
    parser.add_argument("-P", "--show-positions", action="store_true", help="show positions in the source")
    parser.add_argument("-S", "--specialized", action="store_true", help="accepted, without effect")
    parser.add_argument("infile", nargs="?", default="-")
    options = parser.parse_args(args=args)
    if options.infile == "-":
        name, source = "<stdin>", sys.stdin.buffer.read()
    else:
        name = options.infile
        with open(name, "rb") as file:
            source = file.read()
    dis(compile(source, name, "exec"), show_caches=options.show_caches, show_offsets=options.show_offsets,
        show_positions=options.show_positions)


if __name__ == "__main__":
    main()
