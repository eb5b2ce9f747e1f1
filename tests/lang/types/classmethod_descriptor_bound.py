from lib.attempts import attempt
attempt(dict.__dict__["fromkeys"], "ab")
attempt(dict.__dict__["fromkeys"])
attempt(dict.__dict__["fromkeys"], int, "ab")
attempt(dict.__dict__["fromkeys"], 5)
attempt(dict.__dict__["fromkeys"], dict, "ab")
