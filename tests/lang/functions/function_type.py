"""types.FunctionType by itself."""


def error(function, *args, **keywords):
    try:
        result = function(*args, **keywords)
    except Exception as raised:
        print(type(raised).__name__, raised)
    else:
        print("no error:", result)


def plain(a, b=2, *, c=3):
    "doc"
    return a, b, c, value


def outer():
    captured = 5

    def inner():
        return captured

    return inner


FunctionType = type(plain)
value = "global"
made = FunctionType(plain.__code__, globals())
error(made, 1)
print(made(1, 2, c=4), made.__name__, made.__doc__, made.__defaults__, made.__kwdefaults__, made.__module__)
made = FunctionType(plain.__code__, {"value": "other"}, "named", (7,), None, {"c": 8})
print(made(1), made.__name__, made.__qualname__)
made = FunctionType(code=plain.__code__, globals=globals(), argdefs=(1, 2), kwdefaults={"c": 0})
print(made())
inner = outer()
print(FunctionType(inner.__code__, {}, closure=inner.__closure__)())
error(FunctionType, inner.__code__, {})
error(FunctionType, inner.__code__, {}, None, None, ())
error(FunctionType, inner.__code__, {}, None, None, (1,))
error(FunctionType, inner.__code__, {}, None, None, [1])
error(FunctionType, plain.__code__, {}, None, None, (1,))
error(FunctionType, plain.__code__, {}, None, None, [])
error(FunctionType, plain.__code__, {}, 5)
error(FunctionType, plain.__code__, {}, None, [])
error(FunctionType, plain.__code__, {}, None, None, None, 5)
error(FunctionType, plain.__code__, [])
error(FunctionType, plain, {})
error(FunctionType, None, {})
error(FunctionType)
