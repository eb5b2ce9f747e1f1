class Repr:
    def __repr__(self): return 5
for function in (repr, str, ascii, format, lambda value: f"{value}", lambda value: "%s" % value, lambda value: print(value), lambda value: "%r" % value, lambda value: input(value)):
    try:
        function(Repr())
    except Exception as error:
        print(type(error).__name__, error)
