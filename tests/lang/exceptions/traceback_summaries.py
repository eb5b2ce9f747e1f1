# zeal: 600 - showing a traceback imports much of the library
"""traceback.StackSummary and TracebackException: frames taken, locals captured, formatting, comparison, walking; no addresses."""
import sys
import traceback


def inner(value):
    local = [value]
    raise ValueError(local)


def outer():
    name = "outer"
    inner(5)


try:
    outer()
except ValueError as caught:
    error = caught
made = traceback.TracebackException.from_exception(error, capture_locals=True)
print([(frame.name, frame.line, frame.lineno, frame.locals and {key: value for key, value in frame.locals.items() if key in ("local", "value", "name")}) for frame in made.stack][1:])
print(made.exc_type_str, made.exc_type is ValueError, str(made), made == traceback.TracebackException.from_exception(error, capture_locals=True), made == 5, list(made.format_exception_only()))
summary = traceback.extract_tb(error.__traceback__)
print(len(summary), [tuple(frame)[1:] for frame in summary], summary[0].name, summary[-1].line, [frame.colno for frame in summary], [frame.end_colno for frame in summary])
print([line.replace(__file__, "FILE") for line in summary.format()])
print([(frame.f_code.co_name, line) for frame, line in traceback.walk_tb(error.__traceback__)])
frame = traceback.FrameSummary("file.py", 10, "function", line="  code here  ", lookup_line=False, locals={"a": 1})
print(frame, tuple(frame), frame.line, frame == ("file.py", 10, "function", "code here"), frame.locals, len(frame), frame[0])
print(traceback.StackSummary.from_list([("f", 1, "n", "line"), frame, ("g", 2, "m", None)]).format())
same = traceback.FrameSummary("f", 1, "again", line="line")
print(traceback.StackSummary.from_list([same] * 6).format())
print(traceback.format_list([("x", 1, "y", "z")]), traceback.format_tb(None), traceback.extract_tb(None), traceback.format_stack(limit=0))


def here():
    return traceback.extract_stack(limit=2), [frame.f_code.co_name for frame, _ in traceback.walk_stack(None)][:2], traceback.format_stack()[-1].splitlines()[1].strip()


stack, walked, line = here()
print([frame.name for frame in stack], walked, line)
try:
    1 // 0
except ZeroDivisionError:
    print(traceback.format_exc().splitlines()[-1], len(traceback.format_exc(limit=0).splitlines()))
    traceback.print_exc(file=sys.stdout, limit=0)
traceback.print_exception(error, file=sys.stdout, limit=0)
traceback.print_list([("q", 3, "r", "s")], file=sys.stdout)
print(repr(traceback.format_exc()))
traceback.clear_frames(error.__traceback__)
print(error.__traceback__.tb_next.tb_frame.f_locals)
for options in ({"compact": True}, {"max_group_width": 1}, {"lookup_lines": False}):
    group = ExceptionGroup("g", [ValueError(1), ValueError(2), ValueError(3)])
    print(list(traceback.TracebackException.from_exception(group, **options).format()))
sources = ("a.b.c + d", "f(x)(y)", "(a +\n  b)", "x[1][2]", "[1, 2, y]", "a @ b", "not_defined . attr")
for source in sources:
    namespace = {"a": 1, "d": None, "f": lambda value: None, "x": [0, 1], "b": None}
    try:
        eval(compile(source, "<made up>", "eval"), namespace)
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        print(repr(source), type(error).__name__, error, frame.lineno, frame.end_lineno, frame.colno, frame.end_colno)
