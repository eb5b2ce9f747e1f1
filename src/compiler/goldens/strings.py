def strings(a, width):
    "plain" 'joined' "\ud800"
    return f"{a}", f"{a!r:>{width}} and {a=} {{}}" f'{a:.2f}', f"", "x" f"y"
