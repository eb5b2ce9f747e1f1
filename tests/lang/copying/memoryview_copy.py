# zeal: 20 - the module that it imports runs much code
import copy
def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)
attempt(copy.copy, memoryview(b"a"))
attempt(memoryview(b"").__reduce_ex__, 2)
attempt(memoryview(b"").__reduce_ex__, 0)
