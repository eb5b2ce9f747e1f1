from lib.attempts import attempt
attempt(lambda: ascii(type("\ud800", (), {}).__name__))
