from lib.attempts import attempt
attempt(sum, iterable=[1])
attempt(eval, source="1")
attempt("a".replace, old="a", new="b")
