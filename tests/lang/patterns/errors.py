# match: errors at run time and in the source.
class A: pass
class B: __match_args__ = ('a', 'a'); a = 1
class C: __match_args__ = ['a']
class D: __match_args__ = (1,)
class E: __match_args__ = ('a',); a = 1
def run(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def f1():
    match A():
        case A(1): pass
def f2():
    match B():
        case B(1, 1): pass
def f3():
    match C():
        case C(1): pass
def f4():
    match D():
        case D(1): pass
def f5():
    match E():
        case E(1, a=1): pass
def f6():
    match E():
        case E(1, 2): pass
def f7():
    x = 5
    match 1:
        case x(): pass
def f8():
    class K: a = b = 'k'
    match {'k': 1, 'z': 2}:
        case {K.a: 1, K.b: 2}: pass
def f9():
    match int():
        case int(1, 2): pass
def f10():
    class X:
        __match_args__ = ('a',)
        @property
        def a(self): raise ValueError('prop')
    match X():
        case X(1): pass
def f11():
    class Y:
        __match_args__ = ('missing',)
    match Y():
        case Y(_): return 'matched'
        case _: return 'no attribute'
for f in (f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11): run(f)
for source in ('match 1:\n case _: pass\n case 1: pass', 'match 1:\n case x: pass\n case 1: pass', 'match 1:\n case x | 1: pass',
               'match 1:\n case [x] | [y]: pass', 'match 1:\n case [x, x]: pass', 'match 1:\n case [*a, *b]: pass',
               'match 1:\n case C(a=1, a=2): pass', 'match 1:\n case _ | 1: pass'):
    try: exec(source)
    except SyntaxError as e: print(e.msg)
