# zeal: 3 - imports much of the library
# Warnings of the compiler go through the filters; where those raise them they are syntax errors with a place.
import warnings

SOURCES = [
    'x="a\\d"',
    'x = "ok"\ny = "b\\d" "\\e"',
    'x = 1 is 1, 2 is 2',
    'assert (1,2)',
    'x=1or 2',
    'x = f"{1:\\d}"',
    'def f():\n  try: pass\n  finally: return 1',
    '(1)(2)',
    '[1]["a"]',
    'x="""\n \\d"""',
    'b"\\400"',
    'x=b"\\d"',
    'x="ab\\777"',
    'x=b"""\nab\\d"""',
    'x="""\n\n\\477"""',
    'é="\\d"',
    'é=b"\\d"',
    'x = "é" "\\d"',
    'é=1or 2',
    'é = 1 is 1',
]
for source in SOURCES:
    print(repr(source))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        compile(source, "w.py", "exec")
    for warning in caught:
        print(" ", warning.message, warning.category.__name__, warning.filename, warning.lineno)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("ignore")
        compile(source, "w.py", "exec")
    print(" ", len(caught))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            compile(source, "w.py", "exec")
        except SyntaxError as error:
            print(" ", error.args)
