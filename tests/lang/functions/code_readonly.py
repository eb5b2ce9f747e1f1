from lib.attempts import attempt
def function(): pass
attempt(setattr, function.__code__, "co_name", "x")
attempt(setattr, slice(1), "start", 1)
attempt(setattr, function, "__closure__", ())
attempt(setattr, function, "__globals__", {})
