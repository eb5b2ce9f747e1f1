"""Opcodes of Typhon's bytecode, under the names that this module has in every Python."""

import _opcode
from _opcode import stack_effect
from _opcode_metadata import (
    HAVE_ARGUMENT,
    MIN_INSTRUMENTED_OPCODE,
    _specializations,
    _specialized_opmap,
    opmap,
)

__all__ = ["cmp_op", "stack_effect", "hascompare", "opname", "opmap", "HAVE_ARGUMENT", "EXTENDED_ARG", "hasarg",
           "hasconst", "hasname", "hasjump", "hasjrel", "hasjabs", "hasfree", "haslocal", "hasexc"]

# Operands of an instruction are wide enough: no opcode has this number.
EXTENDED_ARG = 256

cmp_op = ("<", "<=", "==", "!=", ">", ">=")

opname = [f"<{number}>" for number in range(256)]
for _name, _number in opmap.items():
    opname[_number] = _name
del _name, _number


def _with(fact):
    return [number for number in opmap.values() if fact(number)]


hasarg = _with(_opcode.has_arg)
hasconst = _with(_opcode.has_const)
hasname = _with(_opcode.has_name)
hasjump = _with(_opcode.has_jump)
hasjrel = hasjump
hasjabs = []
hasfree = _with(_opcode.has_free)
haslocal = _with(_opcode.has_local)
hasexc = _with(_opcode.has_exc)
hascompare = [opmap[name] for name in ("Lt", "Le", "Eq", "Ne", "Gt", "Ge") if name in opmap]

_intrinsic_1_descs = _opcode.get_intrinsic1_descs()
_intrinsic_2_descs = _opcode.get_intrinsic2_descs()
_special_method_names = _opcode.get_special_method_names()
_common_constants = [AssertionError, NotImplementedError, tuple, all, any]
_nb_ops = _opcode.get_nb_ops()
_cache_format = {}
_inline_cache_entries = {}
