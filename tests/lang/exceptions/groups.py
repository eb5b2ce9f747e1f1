# ExceptionGroup: making, split, subgroup, derive.
def show(e, depth=0):
    if e is None: return None
    if isinstance(e, BaseExceptionGroup):
        return type(e).__name__, e.message, [show(x) for x in e.exceptions]
    return repr(e)
try: BaseExceptionGroup("a")
except TypeError as e: print(e)
try: BaseExceptionGroup(1, [])
except TypeError as e: print(e)
try: BaseExceptionGroup("a", 5)
except TypeError as e: print(e)
try: BaseExceptionGroup("a", [])
except ValueError as e: print(e)
try: BaseExceptionGroup("a", [5])
except ValueError as e: print(e)
try: ExceptionGroup("a", [KeyboardInterrupt()])
except TypeError as e: print(e)
class My(ExceptionGroup): pass
try: My("a", [KeyboardInterrupt()])
except TypeError as e: print(e)
print(repr(ExceptionGroup("x", [ValueError(1)])), str(ExceptionGroup("x", (ValueError(1),))), ExceptionGroup.__mro__, repr(ExceptionGroup("x", (ValueError(1),))))
print(type(BaseExceptionGroup("x", [ValueError()])))
eg = ExceptionGroup('eg', [ValueError(1), TypeError('t'), ExceptionGroup('in', [OSError('o'), ValueError(2)])])
print(show(eg.subgroup(ValueError)), show(eg.subgroup((TypeError, OSError))), eg.subgroup(KeyError))
m, r = eg.split(ValueError); print(show(m), show(r))
m, r = eg.split(lambda e: isinstance(e, ExceptionGroup) and e.message == 'in'); print(show(m), show(r))
print(eg.split(ExceptionGroup)[0] is eg, eg.split(Exception)[1])
for bad in (5, int, 'x', (ValueError, 5)):
    try: eg.split(bad)
    except TypeError as e: print(e)
eg.add_note('note')
try: raise eg from KeyError('cause')
except ExceptionGroup as e: pass
m, r = eg.split(TypeError)
print(m.__notes__, m.__notes__ is eg.__notes__, repr(m.__cause__), m.__traceback__ is eg.__traceback__, m.__suppress_context__)
class MyEG(ExceptionGroup):
    def __new__(cls, message, excs, code): 
        obj = super().__new__(cls, message, excs); obj.code = code; return obj
    def derive(self, excs): return MyEG(self.message, excs, self.code)
me = MyEG('my', [ValueError(1), MyEG('inner', [TypeError(2)], 7)], 5)
m, r = me.split(TypeError)
print(show(m), m.code, m.exceptions[0].code, show(r), r.code)
class Plain(ExceptionGroup): pass
print(show(Plain('p', [ValueError(1), TypeError(1)]).split(ValueError)[0]))
class BadDerive(ExceptionGroup):
    def derive(self, excs): return 42
try: BadDerive('b', [ValueError(1), TypeError(1)]).split(ValueError)
except TypeError as e: print(e)
b = BaseExceptionGroup('b', [KeyboardInterrupt(), ValueError()])
print(show(b), show(b.subgroup(ValueError)), show(b.split(KeyboardInterrupt)[0]))
print(eg.args[0], len(eg.args[1]), ExceptionGroup[int], eg.message)
try: eg.message = 'x'
except AttributeError as e: print('readonly')
