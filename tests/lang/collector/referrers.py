# Who refers to what a generator's frame holds: the generator, while it runs and while it is suspended.
import gc


class Kept:
    pass


def generator():
    kept = Kept()
    yield gc.get_referrers(kept)
    yield kept


async def coroutine():
    kept = Kept()
    return gc.get_referrers(kept), kept


running = generator()
found = next(running)
print([referrer is running for referrer in found])
kept = next(running)
print(any(referrer is running for referrer in gc.get_referrers(kept)))
running = coroutine()
try:
    running.send(None)
except StopIteration as stop:
    print([referrer is running for referrer in stop.value[0]])
