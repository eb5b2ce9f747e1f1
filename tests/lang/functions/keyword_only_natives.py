"""What native functions with positional-only and keyword-only parameters say of too few and too many arguments."""
import _contextvars
import binascii
import io
import marshal
import math
import opcode
import os
import signal


def counts(function, most):
    for count in range(most + 3):
        try:
            function(*[0] * count)
        except Exception as error:
            print(function.__name__, count, type(error).__name__, error)
        else:
            print(function.__name__, count, "fine")


entry = next(os.scandir("/"))
for function, most in [
    ([].sort, 0), (sorted, 1), (marshal.dump, 3), (marshal.load, 1), (marshal.dumps, 2), (marshal.loads, 1), (binascii.b2a_uu, 1),
    (binascii.a2b_base64, 1), (binascii.b2a_base64, 1), (os.posix_spawn, 3), (opcode.stack_effect, 2), (math.nextafter, 2), (math.prod, 1),
    (_contextvars.ContextVar, 1), (os.timerfd_create, 1), (entry.is_dir, 0), (entry.stat, 0), (io.TextIOWrapper(io.BytesIO()).reconfigure, 0),
    (signal.set_wakeup_fd, 1),
]:
    counts(function, most)
