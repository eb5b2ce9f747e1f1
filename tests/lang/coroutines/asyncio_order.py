# zeal: 3000 - asyncio imports much of the library
"""asyncio: the order in which tasks run, gather, groups, timeouts, queues, locks, cancellation and its errors; no real waiting."""
import asyncio

log = []


async def steps(name, count):
    for number in range(count):
        log.append(f"{name}{number}")
        await asyncio.sleep(0)
    return name


async def fails(after):
    for _ in range(after):
        await asyncio.sleep(0)
    raise ValueError(after)


async def cancelled():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError as error:
        log.append(("cancelled", error.args))
        raise


async def main():
    print(await asyncio.gather(steps("a", 2), steps("b", 3), steps("c", 1)), log)
    log.clear()
    print(await asyncio.gather(steps("d", 1), fails(1), return_exceptions=True))
    try:
        await asyncio.gather(fails(1), fails(2))
    except ValueError as error:
        print("gather", error)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task = asyncio.create_task(cancelled(), name="named")
    await asyncio.sleep(0)
    print(task.get_name(), task.done(), task.cancel("why"), task.cancelling(), task.uncancel())
    try:
        await task
    except asyncio.CancelledError as error:
        print("CancelledError", error.args, task.cancelled(), log)
    log.clear()
    task = asyncio.create_task(steps("never", 1))
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled before it began", log)
    try:
        async with asyncio.TaskGroup() as group:
            one = group.create_task(fails(1))
            two = group.create_task(cancelled())
    except* ValueError as errors:
        print("group", errors.message, errors.exceptions, one.done(), two.cancelled())
    log.clear()
    async with asyncio.TaskGroup() as group:
        results = [group.create_task(steps(name, 2)) for name in "xyz"]
    print([task.result() for task in results], log)
    try:
        async with asyncio.timeout(0):
            await asyncio.sleep(1)
    except TimeoutError as error:
        print("TimeoutError", error)
    try:
        await asyncio.wait_for(asyncio.sleep(1), 0)
    except TimeoutError as error:
        print("wait_for", error)
    print(await asyncio.wait_for(steps("w", 1), None))
    async with asyncio.timeout(None) as timeout:
        print(timeout.when(), timeout.expired())
    queue = asyncio.Queue(maxsize=1)
    async def producer():
        for number in range(3):
            await queue.put(number)
            log.append(f"put {number}")
    async def consumer():
        for _ in range(3):
            log.append(f"got {await queue.get()}")
            queue.task_done()
    log.clear()
    await asyncio.gather(producer(), consumer())
    await queue.join()
    print(log)
    for action in (queue.get_nowait, lambda: (queue.put_nowait(1), queue.put_nowait(2)), lambda: (queue.task_done(), queue.task_done(), queue.task_done())):
        try:
            action()
        except Exception as error:
            print(type(error).__name__, error)
    lock, event, semaphore = asyncio.Lock(), asyncio.Event(), asyncio.Semaphore(1)
    async def locked(name):
        async with lock, semaphore:
            log.append(f"{name} in")
            await asyncio.sleep(0)
            log.append(f"{name} out")
    log.clear()
    await asyncio.gather(*(locked(name) for name in "pq"))
    print(log, lock.locked())
    try:
        lock.release()
    except RuntimeError as error:
        print(error)
    condition = asyncio.Condition()
    async def waits():
        async with condition:
            await condition.wait_for(lambda: log[-1] == "ready")
            return "notified"
    async def notifies():
        async with condition:
            log.append("ready")
            condition.notify_all()
    print(await asyncio.gather(waits(), notifies()))
    loop = asyncio.get_running_loop()
    order = []
    loop.call_soon(order.append, "soon")
    loop.call_later(0, order.append, "later")
    handle = loop.call_soon(order.append, "cancelled handle")
    handle.cancel()
    future = loop.create_future()
    future.add_done_callback(lambda f: order.append(("callback", f.result())))
    future.set_result("set")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(order[:2], handle.cancelled(), future.done())
    for action in (lambda: future.set_result(1), lambda: loop.create_future().result(), lambda: asyncio.create_task(5), lambda: asyncio.run(main()), lambda: loop.run_until_complete(future)):
        try:
            result = action()
        except BaseException as error:
            print(type(error).__name__, str(error).split("main at")[0])
    done, pending = await asyncio.wait([asyncio.create_task(steps("f", 1)), asyncio.create_task(asyncio.sleep(100, "slow"))], return_when=asyncio.FIRST_COMPLETED)
    print(len(done), len(pending), [task.cancel() for task in pending])
    print(sorted([await item for item in asyncio.as_completed([steps("g", 2), steps("h", 1)])]))
    shielded = asyncio.create_task(steps("s", 2))
    outer = asyncio.shield(shielded)
    outer.cancel()
    print(await shielded, outer.cancelled())
    print(await asyncio.to_thread(sum, [1, 2]), asyncio.current_task().get_name() != "", len(asyncio.all_tasks()))
    return "main done"


print(asyncio.run(main()))
for action in (lambda: asyncio.run(5), lambda: asyncio.get_running_loop(), lambda: asyncio.create_task(None), lambda: asyncio.current_task()):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, error)
with asyncio.Runner() as runner:
    print(runner.run(steps("r", 1)), runner.run(steps("q", 1)), runner.get_loop().is_running())
try:
    asyncio.run(fails(0))
except ValueError as error:
    print("ValueError", error)
