# zeal: 20 - it imports copy
"""Views of memory cannot be copied."""
import copy
from lib.attempts import attempt
attempt(copy.copy, memoryview(b"a"))
attempt(memoryview(b"").__reduce_ex__, 2)
attempt(memoryview(b"").__reduce_ex__, 0)
