from lib.attempts import attempt
attempt(eval, "x", 5)
attempt(eval, "x", {}, 5)
