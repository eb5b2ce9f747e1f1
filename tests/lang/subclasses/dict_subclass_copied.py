class Loud(dict):
    def __getitem__(self, key): print("getitem", end=" "); return super().__getitem__(key)
    def __iter__(self): print("iter", end=" "); return super().__iter__()
    def keys(self): print("keys", end=" "); return super().keys()
loud = Loud(a=1)
for name, action in {"or": lambda: loud | {"b": 2}, "copy": lambda: loud.copy(), "type": lambda: type("T", (), Loud(x=1)).x, "ror": lambda: {"b": 2} | loud, "dict": lambda: dict(loud)}.items():
    print(name, end=": ")
    print(action())
