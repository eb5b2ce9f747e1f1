"""What the compiler says of sources."""


def show(source):
    try:
        compile(source, "<s>", "exec")
        print(repr(source), "accepted")
    except SyntaxError as e:
        print(repr(source), "|", type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
    except Exception as e:
        print(repr(source), "|", type(e).__name__, e)
