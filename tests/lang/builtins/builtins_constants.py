import builtins
print([getattr(builtins, name, "missing") for name in ("True", "False", "None", "Ellipsis", "NotImplemented", "__debug__")], "None" in dir(builtins), getattr(builtins, "__build_class__").__name__)
try:
    __build_class__()
except TypeError as error:
    print(error)
