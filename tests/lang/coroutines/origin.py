# Where coroutines were made, innermost frame first.
import sys


async def coroutine():
    pass


async def generator():
    yield


def made(function):
    result = function()
    origin = result.cr_origin if hasattr(result, "cr_origin") else result.ag_origin if hasattr(result, "ag_origin") else None
    if hasattr(result, "close"):
        result.close()
    return origin


def outer(depth, function):
    sys.set_coroutine_origin_tracking_depth(depth)
    try:
        return made(function)
    finally:
        sys.set_coroutine_origin_tracking_depth(0)


for depth in range(5):
    origin = outer(depth, coroutine)
    print(depth, origin and [(line, name) for _, line, name in origin])
print(outer(3, generator))
