"""Compares the attributes of builtin types, functions and exceptions, and of those native modules that go with them, with CPython's: names, kinds,
signatures, presence of docs.

    attributes.py                    prints what this Python has, a line for each attribute
    attributes.py OTHER-PYTHON       compares with that interpreter; what differs and is not in attributes.known is printed

Lines of `attributes.known` are `type.attribute: reason`, `*` for any name.
"""

import sys

MODULES = """_abc _asyncio _bisect _blake2 _codecs _collections _contextvars _csv _functools _heapq _io _json _locale _md5 _opcode _operator
_posixsubprocess _queue _random _sha1 _sha2 _sha3 _signal _socket _sre _statistics _string _struct _symtable _thread _typing _warnings _weakref
array atexit binascii cmath fcntl gc grp itertools marshal math mmap posix pwd resource select sys termios time unicodedata zlib""".split()


def kind_of(value):
    """What an attribute is, without what only the implementation decides."""
    name = type(value).__name__
    return {
        "wrapper_descriptor": "method",
        "method_descriptor": "method",
        "classmethod_descriptor": "class method",
        "builtin_function_or_method": "function",
        "staticmethod": "static method",
        "member_descriptor": "attribute",
        "getset_descriptor": "attribute",
        "NoneType": "None",
    }.get(name, name)


def signature_of(value):
    if isinstance(value, staticmethod):
        value = value.__func__
    text = getattr(value, "__text_signature__", None)
    return text and " ".join(str(text).split())


def describe(owner, namespace):
    for name in sorted(namespace):
        value = namespace[name]
        if name in ("__doc__", "__module__"):
            yield f"{owner}.{name}", "present" if value else "None"
            continue
        doc = "doc" if getattr(value, "__doc__", None) and kind_of(value) != "str" else "no doc"
        yield f"{owner}.{name}", f"{kind_of(value)}\x1f{signature_of(value)}\x1f{doc}"


def find_types():
    import builtins

    found = {}

    def add(name, value):
        if isinstance(value, type) and value not in found:
            found[value] = name

    for name, value in vars(builtins).items():
        add(name, value)

    def generator():
        yield

    async def coroutine():
        pass

    async def agenerator():
        yield

    def closure():
        return found

    class Slotted:
        __slots__ = ("a",)

        def method(self):
            pass

    made = coroutine()
    agen = agenerator()
    asend, athrow = agen.asend(None), agen.athrow(ValueError)
    try:
        raise ValueError
    except ValueError as raised:
        traceback = raised.__traceback__
    wrapped = coroutine()
    samples = [
        None, ..., NotImplemented, generator, generator(), made, agen, asend, athrow, wrapped.__await__(),
        closure.__closure__[0], closure.__code__, traceback, traceback.tb_frame, Slotted().method, Slotted.a, int.real, int.__add__, (1).__add__,
        len, str.lower, dict.__dict__["fromkeys"], type.__dict__, {}.keys(), {}.values(), {}.items(), iter({}), iter({}.values()), iter({}.items()),
        reversed({}), reversed({}.values()), reversed({}.items()), iter([]), reversed([]), iter(()), iter(""), iter("\u0430"), iter(b""), iter(range(3)),
        iter(range(2**70)), iter(set()), iter(len, 0), list[int], int | str, sys, sys._getframe(),
    ]
    samples += [getattr(sys, name, None) for name in ("flags", "version_info", "float_info", "int_info", "hash_info", "thread_info", "implementation")]
    for unfinished in (made, wrapped, asend, athrow):
        unfinished.close()
    for sample in samples:
        add(type(sample).__name__, type(sample))

    class Sequence:
        def __getitem__(self, index):
            raise IndexError

    add("iterator", type(iter(Sequence())))
    if hasattr(sys._getframe(), "f_locals"):
        add("FrameLocalsProxy", type(sys._getframe().f_locals))
    for name, value in module_types():
        add(name, value)
    return found


def module_types():
    """The types of native modules that programs use as they use the builtin ones."""
    for module in MODULES:
        for name, value in sorted(vars(__import__(module)).items()):
            if isinstance(value, type) and not name.startswith("__") and value.__module__ not in ("builtins", "types", "abc"):
                yield f"{module}.{name}", value


def module_functions():
    for module in MODULES:
        for name, value in vars(__import__(module)).items():
            if type(value) is type(len) and not name.startswith("_"):
                yield module, name, value


def lines():
    import builtins

    result = {}
    functions = {name: value for name, value in vars(builtins).items() if not isinstance(value, type) and not name.startswith("_")}
    functions.pop("copyright", None), functions.pop("credits", None), functions.pop("license", None)
    functions.pop("exit", None), functions.pop("quit", None), functions.pop("help", None)
    for name, text in describe("builtins", functions):
        result[name] = text
    for module, name, value in module_functions():
        result.update(describe(module, {name: value}))
    for value, name in find_types().items():
        base = value.__base__ and value.__base__.__name__
        derivable = "subclassable" if value.__flags__ & 1 << 10 else "final"
        signature = " ".join(str(value.__text_signature__).split())
        result[name] = f"type, base {base}, {derivable}\x1f{signature}\x1f{'doc' if value.__doc__ else 'None'}"
        for key, text in describe(name, vars(value)):
            result[key] = text
    return result


def known(path):
    result = []
    try:
        with open(path) as file:
            for line in file:
                line = line.strip()
                if line and not line.startswith("#"):
                    result.append(line.partition(":")[0])
    except FileNotFoundError:
        pass
    return result


def matches(pattern, name):
    if "*" not in pattern:
        return pattern == name
    start, _, end = pattern.partition("*")
    return name.startswith(start) and name.endswith(end) and len(name) >= len(start) + len(end)


def acceptable(ours, theirs):
    """Whether what we say of an attribute agrees: a signature or docs where CPython has none are no difference."""
    if ours == theirs:
        return True
    if ours is None or theirs is None or "\x1f" not in ours or "\x1f" not in theirs:
        return False
    # A module's function may call its module either way.
    ours, theirs = [text.replace("($module", "($self") for text in (ours, theirs)]
    kind, signature, doc = ours.split("\x1f")
    their_kind, their_signature, their_doc = theirs.split("\x1f")
    return (
        kind == their_kind
        and (signature == their_signature or their_signature == "None" or "[" in their_signature)
        and (doc == their_doc or their_doc in ("no doc", "None"))
    )


def compare(other):
    import subprocess

    theirs = {}
    answer = subprocess.run([other, "-I", __file__], capture_output=True, text=True, check=True).stdout
    for line in answer.splitlines():
        name, _, text = line.partition("\t")
        theirs[name] = text
    excused = known(__file__.replace(".py", ".known"))
    ours = lines()
    differences = [name for name in sorted({*ours, *theirs}) if not acceptable(ours.get(name), theirs.get(name))]
    shown = [name for name in differences if not any(matches(pattern, name) for pattern in excused)]
    for name in shown:
        print(f"{name}: {ours.get(name, 'absent')} | {theirs.get(name, 'absent')}".replace("\x1f", " "))
    for pattern in excused:
        if not any(matches(pattern, name) for name in differences):
            print(f"{pattern}: no longer a difference")
    print(f"{len(theirs)} attributes there, {len(ours)} here, {len(differences)} differences, {len(differences) - len(shown)} of them known")
    return len(shown)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(min(compare(sys.argv[1]), 1))
    for name, text in lines().items():
        print(f"{name}\t{text}")
