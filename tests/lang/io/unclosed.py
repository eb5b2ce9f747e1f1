# options: -W error
# err: Exception ignored while finalizing file
# err: ResourceWarning: unclosed file
"""A file that dies open is closed also where the warning about it is an error."""
import gc
import io
import os
import sys


def leave():
    return io.FileIO(sys.argv[0]).fileno()


number = leave()
gc.collect()
try:
    os.fstat(number)
    print("open")
except OSError as error:
    print("closed", error.errno)
