from lib.attempts import attempt
import functools
p = functools.partial(len)
for state in ((len, (), {}, 5), (len, (), {}, None, None), (len, (), {}, [1])):
    attempt(p.__setstate__, state)
attempt(delattr, functools.partial(len), "func")
