from lib.attempts import attempt
attempt(lambda: compile("x", "a\0b", "exec"))
attempt(reversed)
attempt(reversed, [], [])
