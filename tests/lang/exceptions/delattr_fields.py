class Kind:
    def __repr__(self): return "Kind()"
try:
    del Kind().y
except AttributeError as error:
    print(error.name, error.obj)
try:
    Kind().y
except AttributeError as error:
    print(error.name, error.obj)
