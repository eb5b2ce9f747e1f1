for source in ("case {f'a': 1}: pass", "case f'a': pass", "case [f'{x}']: pass", "case {f'a': 1, **rest}: pass", "case K(f'a'): pass"):
    try:
        compile("match z:\n  " + source, "s", "exec")
    except SyntaxError as error:
        print(source, "|", error.msg, error.offset)
