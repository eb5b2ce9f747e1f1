from lib.attempts import attempt
attempt(eval, "len", {"__builtins__": 5})
