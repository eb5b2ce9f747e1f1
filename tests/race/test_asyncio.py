# asyncio: loops in several threads, futures that other threads complete, tasks of other threads' loops.
# zeal: 400 - asyncio imports much of the library
# zeal-args: 2 4
import asyncio
import sys
import threading

threads = int(sys.argv[1]) if len(sys.argv) > 1 else 4
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 25

gate = threading.Barrier(threads)
loops = [None] * threads
results = [None] * threads
seen = []


async def child(number):
    await asyncio.sleep(0)
    assert asyncio.current_task().get_name().startswith("child")
    return number


async def work(number):
    loop = loops[number] = asyncio.get_running_loop()
    gate.wait()
    total = 0
    neighbour = loops[(number + 1) % threads]
    for i in range(rounds):
        tasks = [asyncio.create_task(child(j), name=f"child {j}") for j in range(4)]
        # Tasks of a loop that runs in another thread.
        others = asyncio.all_tasks(neighbour)
        assert all(other.get_loop() is neighbour for other in others)
        current = asyncio.current_task(neighbour)
        assert current is None or current.get_loop() is neighbour
        total += sum(await asyncio.gather(*tasks))
        # A future of this loop that the neighbour's loop completes.
        future = loop.create_future()
        neighbour.call_soon_threadsafe(loop.call_soon_threadsafe, future.set_result, 10)
        total += await future
        assert asyncio.get_running_loop() is loop
    seen.append(len(asyncio.all_tasks()))
    # Nobody's loop ends while others use it.
    while len(seen) < threads:
        await asyncio.sleep(0.001)
    return total


def run(number):
    results[number] = asyncio.run(work(number))


def start(function, count):
    crew = [threading.Thread(target=function, args=(number,)) for number in range(count)]
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()


start(run, threads)
print(results == [rounds * 16] * threads, seen == [1] * threads)


# One future that many threads complete at once, while others add callbacks, take them away, and look.
class Loop:
    def __init__(self):
        self.called = []

    def get_debug(self):
        return False

    def call_soon(self, callback, *args, context=None):
        self.called.append(callback)


def complete(number):
    for future in futures:
        gate.wait()
        mine = [lambda future: None for _ in range(3)]
        for callback in mine:
            future.add_done_callback(callback)
        removed = future.remove_done_callback(mine[0])
        try:
            if number % 2:
                future.set_result(number)
            else:
                future.set_exception(ValueError(number))
            won.append(number)
        except asyncio.InvalidStateError:
            pass
        state = future._state, future._callbacks, future.done()
        assert state == ("FINISHED", None, True), state
        outcome = future._exception or future.result()
        assert outcome is not None
        kept.append(3 - removed)
        asyncio.future_add_to_awaited_by(future, waiter)
        asyncio.future_discard_from_awaited_by(future, waiter)
        future.exception()


loop = Loop()
waiter = asyncio.Future(loop=loop)
futures = [asyncio.Future(loop=loop) for _ in range(rounds)]
won, kept = [], []
start(complete, threads)
print(len(won) == rounds, len(loop.called) == sum(kept))
