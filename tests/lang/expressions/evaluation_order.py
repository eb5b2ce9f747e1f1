# In which order operands, arguments, targets and displays are evaluated.
log = []


class Item:
    def __init__(self, name):
        object.__setattr__(self, "name", name)

    def __getattr__(self, name):
        log.append(f"{self.name}.{name}")
        return Item(name)

    def __setattr__(self, name, value):
        log.append(f"{self.name}.{name}=")

    def __getitem__(self, key):
        log.append(f"{self.name}[]")
        return Item("item")

    def __setitem__(self, key, value):
        log.append(f"{self.name}[]=")

    def __delitem__(self, key):
        log.append(f"del {self.name}[]")

    def __call__(self, *args, **kwargs):
        log.append(f"{self.name}({len(args)},{sorted(kwargs)})")
        return Item("result")

    def __add__(self, other):
        log.append(f"{self.name}+")
        return self

    def __iadd__(self, other):
        log.append(f"{self.name}+=")
        return self

    def __iter__(self):
        log.append(f"iter {self.name}")
        return iter([Item("x"), Item("y")])

    def __bool__(self):
        log.append(f"bool {self.name}")
        return True

    def keys(self):
        log.append(f"keys {self.name}")
        return ["k"]


def v(name):
    log.append(name)
    return Item(name)


for source in [
    "v('a') + v('b') + v('c')",
    "v('f')(v('a'), *v('b'), j=v('c'), **v('d'))",
    "v('f')(k=v('a'), *v('b'))",
    "v('o').m(v('a')).n",
    "v('o')[v('i')] = v('v')",
    "v('o').a = v('p').b = v('v')",
    "v('o')[v('i')] += v('v')",
    "v('o').a += v('v')",
    "a, b = v('x'), v('y')",
    "v('o').a, v('p')[v('i')] = v('s')",
    "{v('k'): v('v'), **v('m'), v('l'): v('w')}",
    "[v('a'), *v('b'), v('c')]",
    "{v('a'), *v('b')}",
    "v('a') if v('c') else v('b')",
    "v('a') and v('b') or v('c')",
    "not v('a')",
    "lambda x=v('d'): v('never')",
    "del v('o')[v('i')], v('p')[v('j')]",
    "for v('o').t in v('s'): v('body')",
    "v('a')[v('b'):v('c'):v('d')]",
    "assert v('a'), v('b')",
    "def f(a=v('d1'), *, b=v('d2')) -> v('never'): pass",
    "@v('d1')\n@v('d2')\ndef f(x=v('default')): pass",
]:
    log.clear()
    exec(source, {"v": v})
    print(source, "->", " ".join(log))
