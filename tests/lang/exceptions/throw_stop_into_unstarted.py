def generator():
    yield 1
for made in (generator(), (n for n in ())):
    try:
        made.throw(StopIteration("body"))
    except Exception as error:
        print(type(error).__name__, error)
async def coroutine(): pass
try:
    coroutine().throw(StopIteration("body"))
except Exception as error:
    print(type(error).__name__, error)
async def asynchronous(): yield
try:
    asynchronous().athrow(StopAsyncIteration("body")).send(None)
except Exception as error:
    print(type(error).__name__, error)
