"""The text of a syntax error ends with a newline, written or not."""
for source in ("x =", " x", "if 1:\nx", "a b", "f(", "1 +\n"):
    try:
        compile(source, "name", "exec")
    except SyntaxError as error:
        print(repr(source), repr(error.text), error.args)
