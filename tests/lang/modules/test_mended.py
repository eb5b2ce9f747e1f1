# Faults of the library that later versions of CPython have mended.
# modes: normal - it imports much of the library, which is the same code in each mode
import asyncio
import queue
import socket
import threading

plain = queue._PySimpleQueue()
try:
    plain.get(block=False, timeout=-1)
except queue.Empty:
    print("empty")
condition = threading.Condition()
with condition:
    try:
        condition.wait(float("nan"))
    except ValueError as error:
        print(error)
    print(condition.wait(0), condition.wait(-1))


async def empty_chunk():
    one, other = socket.socketpair()
    with other:
        reader, writer = await asyncio.open_connection(sock=one)
        writer.writelines([b"data", b""])
        writer.close()
        await asyncio.wait_for(writer.wait_closed(), 10)
        print(other.recv(10))


async def callback_fails():
    told = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: told.append(context["message"]))

    def connected(reader, writer):
        raise ValueError("no coroutine")

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    print(await asyncio.wait_for(reader.read(), 10), told)
    writer.close()
    server.close()


async def shielded():
    told = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: told.append(context["message"]))
    inner = loop.create_future()
    outer = asyncio.shield(inner)
    outer.cancel()
    await asyncio.sleep(0)
    inner.set_exception(ValueError("of the shielded"))
    await asyncio.sleep(0)
    print(inner.exception(), told)


async def given_up():
    loop = asyncio.get_running_loop()
    first, second = loop.create_future(), loop.create_future()
    waiting = asyncio.as_completed([first, second])
    step = asyncio.create_task(anext(aiter(waiting)))
    await asyncio.sleep(0)
    step.cancel()
    await asyncio.wait([step])
    first.set_result("first")
    second.set_result("second")
    print([await future async for future in waiting])


async def nested_groups():
    async def fails():
        try:
            await asyncio.sleep(10)
        finally:
            1 / 0

    async def groups():
        async with asyncio.TaskGroup() as outer:
            outer.create_task(asyncio.sleep(10))
            async with asyncio.TaskGroup() as inner:
                inner.create_task(fails())
                await asyncio.sleep(10)

    task = asyncio.create_task(groups())
    await asyncio.sleep(0.01)
    task.cancel()
    try:
        await task
    except ExceptionGroup as group:
        print(repr(group))


for test in empty_chunk, callback_fails, shielded, given_up, nested_groups:
    asyncio.run(test())
