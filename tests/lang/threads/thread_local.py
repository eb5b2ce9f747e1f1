import _thread
import gc


def attempt(function, *args, **keywords):
    try:
        print("ok", function(*args, **keywords))
    except BaseException as error:
        print(type(error).__name__, error)


def in_thread(function):
    _thread.start_joinable_thread(function).join()


local = _thread._local()
print(local.__dict__, type(local))
local.x = 1
local.y = [2]
print(sorted(local.__dict__.items()), hasattr(local, "x"), hasattr(local, "z"))
attempt(lambda: local.z)
attempt(delattr, local, "z")


def other():
    print("other", local.__dict__, hasattr(local, "x"))
    local.x = "theirs"
    print("other", local.__dict__)
    local.__dict__["through"] = 7
    print("other", local.through)
    del local.x
    attempt(lambda: local.x)


in_thread(other)
print(local.x, local.__dict__ is local.__dict__)
attempt(setattr, local, "__dict__", {})
attempt(delattr, local, "__dict__")
attempt(_thread._local, 1)
attempt(_thread._local, key=1)


class Local(_thread._local):
    shared = "class attribute"

    def __init__(self, *args, **keywords):
        print("init", args, keywords)
        self.args = args
        self.keywords = keywords

    @property
    def doubled(self):
        return self.args * 2

    def method(self):
        return len(self.args)


made = Local(1, 2, key="value")
print(made.args, made.keywords, made.doubled, made.method(), made.shared)
made.shared = "instance"
made.args = (5,)


def theirs():
    print(made.args, made.keywords, made.doubled, made.method(), made.shared)
    made.extra = 1


in_thread(theirs)
in_thread(theirs)
print(made.args, made.shared, hasattr(made, "extra"))
attempt(setattr, made, "doubled", 3)
attempt(setattr, made, "__dict__", {})


class Failing(_thread._local):
    fails = False

    def __init__(self):
        if Failing.fails:
            raise ValueError("no init")


failing = Failing()
Failing.fails = True


def fails():
    attempt(lambda: failing.x)


in_thread(fails)

# Many threads and many values; those of ended threads are not kept, and never seen.
big = _thread._local()
big.mine = "main"


def fill(number):
    assert not hasattr(big, "value")
    big.value = [number] * 100
    gc.collect() if number % 50 == 0 else None
    assert big.value[0] == number and len(big.__dict__) == 1


for number in range(200):
    in_thread(lambda: fill(number))
print(big.__dict__)

# Alive at the same time: each finds its own after the table has grown.
gate = _thread.allocate_lock()
gate.acquire()
ready = []
good = []


def hold(number):
    big.number = number
    ready.append(number)
    with gate:
        pass
    good.append(big.number == number)


def holder(number):
    return lambda: hold(number)


threads = [_thread.start_joinable_thread(holder(number)) for number in range(100)]
import time
while len(ready) < 100:
    time.sleep(0.001)
gc.collect()
gate.release()
for thread in threads:
    thread.join()
print(len(good), all(good), big.__dict__)
