# zeal: 50 - imports contextvars
"""contextvars: set and reset, contexts copied and run, generators and coroutines, threads, tokens as managers, refusals."""
import contextvars
from lib.driving import Pause, drive


def attempt(action, *args, **kw):
    try:
        print(str(action(*args, **kw)).split(" at 0x")[0])
    except Exception as error:
        print(type(error).__name__, str(error).split(" at 0x")[0])


var = contextvars.ContextVar("var", default="default")
bare = contextvars.ContextVar("bare")
print(var.get(), var.get("given"), bare.get("fallback"), var.name)
attempt(bare.get)
attempt(contextvars.ContextVar, 5)
first = var.set("one")
second = var.set("two")
print(var.get(), first.old_value is contextvars.Token.MISSING, second.old_value, first.var is var, contextvars.Token.MISSING)
var.reset(second)
print(var.get())
attempt(lambda: var.reset(second))
attempt(lambda: bare.reset(first))
attempt(lambda: var.reset(5))
var.reset(first)
print(var.get(), var in contextvars.copy_context())


def inside(value):
    print("inside", var.get(), end=" ")
    var.set(value)
    return var.get()


context = contextvars.copy_context()
print(context.run(inside, "changed"), var.get(), context[var], context.get(var), context.get(bare), context.get(bare, 5), len(context), list(context) == [var], list(context.items()) == [(var, "changed")], list(context.values()), var in context, bare in context)
print(context.run(inside, value="again"), context.copy()[var], contextvars.Context().get(var))
attempt(lambda: context[bare])
attempt(lambda: context["var"])
attempt(lambda: "var" in context)
attempt(context.run, 5)
attempt(lambda: context.run(context.run, print))
attempt(lambda: context.run(lambda: 1 // 0))
attempt(contextvars.Context, 1)
attempt(lambda: type("C", (contextvars.Context,), {}))
attempt(lambda: type("V", (contextvars.ContextVar,), {}))
token = context.run(var.set, "elsewhere")
attempt(lambda: var.reset(token))
with var.set("in with") as token:
    print(var.get(), type(token).__name__)
print(var.get())
attempt(token.__enter__)
attempt(lambda: contextvars.Token())
print(contextvars.ContextVar[int], contextvars.Token[str])


def generator():
    var.set("from the generator")
    yield var.get()
    yield var.get()


steps = generator()
print(next(steps), var.get())
var.set("between")
print(next(steps))
other = contextvars.copy_context()
print(other.run(lambda: var.set("other") and var.get()), var.get())


async def task(name):
    var.set(name)
    await Pause(var.get())
    return var.get()


contexts = [contextvars.copy_context() for _ in range(2)]
running = [task("a"), task("b")]
print([context.run(coroutine.send, None) for context, coroutine in zip(contexts, running)], var.get())
for context, coroutine in zip(contexts, running):
    try:
        context.run(coroutine.send, None)
    except StopIteration as stop:
        print(stop.value, end=" ")
print(var.get())
many = contextvars.Context()


def fill():
    variables = [contextvars.ContextVar(f"v{number}") for number in range(40)]
    for number, variable in enumerate(variables):
        variable.set(number)
    return variables


variables = many.run(fill)
print(len(many), sum(many[variable] for variable in variables), many == many.copy(), many == contextvars.Context(), sorted(many.values())[:3], variables[3].get("unset here"))
