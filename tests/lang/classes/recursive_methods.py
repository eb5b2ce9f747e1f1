# modes: normal - thousands of frames are marked at every collection
"""Special methods that call themselves natively for ever: an exception, whatever calls them."""
class A:
    def __len__(self): return len(self)
class B:
    def __bool__(self): return bool(self)
class C:
    def __len__(self): return 1 if self else 0
class D:
    def __getitem__(self, k): return self[k]
class E:
    def __next__(self): return next(self)
    def __iter__(self): return iter(self)
    def __call__(self): return self()
    def __contains__(self, x): return x in self
    def __hash__(self): return hash(self)
for f in (lambda: len(A()), lambda: bool(A()), lambda: bool(B()), lambda: len(C()), lambda: bool(C()), lambda: D()[0], lambda: next(E()), lambda: iter(E()), lambda: E()(), lambda: 1 in E(), lambda: hash(E()), lambda: [1 for x in map(len, [A()])], lambda: sorted([A(), A()], key=len), lambda: list(filter(None, [A()])), lambda: max([A()], key=len)):
    try: print(f())
    except RecursionError as e: print('RecursionError', str(e)[:33])
