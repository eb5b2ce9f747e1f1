# except*.
def show(e):
    if isinstance(e, BaseExceptionGroup):
        return type(e).__name__, e.message, [show(x) for x in e.exceptions]
    return repr(e)
import sys
def t(make, body=lambda: None):
    try:
        try:
            raise make() if make else None
        except* ValueError as e:
            print('V', show(e), show(sys.exception()), sys.exception() is e)
            body()
        except* (TypeError, OSError) as e:
            print('TO', show(e))
            body()
        else:
            print('else')
        finally:
            print('finally')
    except BaseException as e:
        print('left', show(e), 'ctx', show(e.__context__) if e.__context__ else None)
    print('after', sys.exception())
E1 = lambda: ExceptionGroup('a', [ValueError(1), TypeError(2), ExceptionGroup('b', [ValueError(3), KeyError(4)])])
t(E1)
t(lambda: ValueError('naked'))
t(lambda: KeyError('naked'))
t(lambda: ExceptionGroup('v', [ValueError(1)]))
def raiser(): raise RuntimeError('new')
t(E1, raiser)
def reraise(): raise
t(E1, reraise)
t(lambda: ValueError('n'), reraise)
t(lambda: ValueError('n'), raiser)
t(lambda: BaseExceptionGroup('b', [KeyboardInterrupt(), ValueError(1)]))
def noexc():
    try: pass
    except* ValueError: print('no')
    else: print('else')
noexc()
try:
    try: raise ExceptionGroup('x', [ValueError(1), TypeError(2)])
    except* ValueError as e: raise e
except ExceptionGroup as e: print(show(e))
try:
    try: raise ValueError(1)
    except* 5: pass
except BaseException as e: print(show(e))
try:
    try: raise ValueError(1)
    except* ExceptionGroup: pass
except TypeError as e: print(e)
try: e
except NameError: print('name is gone')
def loops():
    for i in range(3):
        try: raise ExceptionGroup('l', [ValueError(i)])
        except* ValueError as e:
            for j in range(3):
                if j == 1: break
            print(i, j)
loops()
for source in ('while 1:\n try: pass\n except* E: break', 'def f():\n try: pass\n except* E: return', 'while 1:\n try: pass\n except* E: continue',):
    try: compile(source, 's', 'exec') if 0 else exec(source)
    except SyntaxError as e: print(e.msg)
def gen():
    try: yield 1
    except* ValueError as e: yield show(e)
g = gen(); next(g); print(g.throw(ValueError('g')))
try:
    try: raise ExceptionGroup('o', [ExceptionGroup('i', [ValueError(1), TypeError(1)]), OSError(1)])
    except* TypeError: raise
    except* OSError: raise KeyError('k')
except ExceptionGroup as e: print(show(e))
class S(ExceptionGroup):
    def split(self, m): return 5
try:
    try: raise S('s', [ValueError(1), TypeError(1)])
    except* ValueError: pass
except TypeError as e: print(e)
