"""except*: which handlers get which parts, what is raised again, nesting, bare exceptions, names, what the grammar refuses."""
import sys


def shape(e):
    return f"{type(e).__name__}({e.args[0]!r}: {', '.join(map(shape, e.exceptions))})" if isinstance(e, BaseExceptionGroup) else repr(e)


def run(error):
    seen = []
    try:
        try:
            raise error
        except* ValueError as e:
            seen.append("V " + shape(e))
        except* (KeyError, OSError) as e:
            seen.append("K/O " + shape(e))
            raise
        except* TypeError:
            seen.append("T " + shape(sys.exception()))
            raise RuntimeError("from T")
        else:
            seen.append("else")
        finally:
            seen.append("finally")
    except BaseException as e:
        seen.append("out " + shape(e) + (f" context {shape(e.__context__)}" if e.__context__ else ""))
    print(*seen, sep="\n    ")


G = ExceptionGroup
run(G("g", [ValueError(1), KeyError(2), IndexError(3)]))
run(G("g", [ValueError(1), G("h", [TypeError(2), ValueError(3), G("i", [OSError(4)])])]))
run(ValueError("bare"))
run(KeyError("bare"))
run(TypeError("bare"))
run(IndexError("bare"))
run(G("all", [ValueError(1), ValueError(2)]))
run(G("types", [TypeError(1), IndexError(2)]))
run(BaseExceptionGroup("base", [KeyboardInterrupt(), ValueError(1)]))
run(SystemExit(1))


def same_group():
    try:
        raise G("g", [ValueError(1), KeyError(2)])
    except* Exception as e:
        return_value = e.message, len(e.exceptions), e.__context__
    return return_value


def names():
    e = "before"
    try:
        raise G("g", [KeyError(1)])
    except* KeyError as e:
        pass
    try:
        return e
    except UnboundLocalError as error:
        return error


def raises_in_two():
    try:
        try:
            raise G("g", [ValueError(1), KeyError(2), IndexError(3)])
        except* ValueError as e:
            raise OSError("a") from e
        except* KeyError:
            raise OSError("b")
    except BaseException as e:
        return shape(e), [(repr(x.__cause__), shape(x.__context__) if x.__context__ else None) for x in e.exceptions]


def loops():
    out = []
    for i in range(3):
        try:
            if i: raise G(str(i), [ValueError(i)])
        except* ValueError as e:
            out.append(shape(e))
        else:
            out.append("fine")
    return out


print(same_group(), names(), sep="\n")
print(*raises_in_two(), sep="\n")
print(loops(), sys.exception())
for kind in (ExceptionGroup, BaseExceptionGroup, (ValueError, ExceptionGroup), 5, (ValueError, int), (), "x"):
    try:
        try:
            raise G("g", [ValueError(1)])
        except* kind:
            print("caught")
    except BaseException as e:
        print(type(e).__name__, e, "|", e.__context__ and shape(e.__context__))
for source in ("try: pass\nexcept*: pass", "try: pass\nexcept* A: pass\nexcept B: pass", "try: pass\nexcept A: pass\nexcept* B: pass", "def f():\n try: pass\n except* A: return", "for x in y:\n try: pass\n except* A: break", "for x in y:\n try: pass\n except* A: continue",
               "for x in y:\n try: pass\n except* A:\n  for z in y: break", "def f():\n try: pass\n except* A:\n  def g(): return 1", "try: pass\nexcept* A, B: pass", "try: pass\nexcept* A, B as c: pass", "try: pass\nexcept A, B: pass", "try: pass\nexcept A, B as c: pass", "try: pass\nexcept* *A: pass", "try: pass\nexcept* A as b.c: pass", "try: pass\nexcept A as b[0]: pass", "try: pass\nexcept* (A, B) as c: pass", "try: pass\nexcept *A: pass", "try: pass\nexcept: pass\nexcept A: pass", "try: pass", "try: pass\nelse: pass", "try: pass\nfinally: pass\nexcept A: pass", "try: pass\nexcept A: pass\nelse: pass\nelse: pass", "try pass", "except A: pass", "finally: pass", "try:\nexcept A: pass", "try: pass\nexcept A:\n", "try: pass\nexcept* A:\nx = 1", "try: pass\nfinally:\n"):
    try:
        compile(source, "<s>", "exec")
        print(repr(source), "accepted")
    except SyntaxError as e:
        print(repr(source), "|", e.msg, e.lineno, e.offset)
