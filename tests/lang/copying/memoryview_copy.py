# zeal: 20 - the module that it imports runs much code
import copy
from lib.attempts import attempt
attempt(copy.copy, memoryview(b"a"))
attempt(memoryview(b"").__reduce_ex__, 2)
attempt(memoryview(b"").__reduce_ex__, 0)
