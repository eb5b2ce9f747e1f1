import weakref
class Rich:
    def __reversed__(self): return "reversed"
    def __call__(self): pass
class Plain:
    def __reversed__(self): return "reversed"
for kind in (Rich, Plain):
    made = kind()
    try:
        print(reversed(weakref.proxy(made)))
    except TypeError as error:
        print(error)
