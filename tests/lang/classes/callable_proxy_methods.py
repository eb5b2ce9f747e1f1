import weakref
class Rich:
    def __bytes__(self): return b"bytes"
    def __index__(self): return 1
    def __call__(self): pass
class Plain:
    def __bytes__(self): return b"bytes"
    def __index__(self): return 1
for kind in (Rich, Plain):
    made = kind()
    print(bytes(weakref.proxy(made)))
