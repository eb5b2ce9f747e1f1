"""Numbers of the opcodes of Typhon's bytecode. The names are those of its one table, which the runtime answers."""

import _opcode

opmap = _opcode._names()

# Code is specialised through cache words, never by other opcodes; and every opcode may have operands.
_specializations = {}
_specialized_opmap = {}
HAVE_ARGUMENT = -1
MIN_INSTRUMENTED_OPCODE = 256
