# OrderedDict and contextvars under several threads: moves and pops are whole, a copied context stays what it was.
# zeal-args: 20
import _thread
import sys
from _collections import OrderedDict
from _contextvars import Context, ContextVar, copy_context

rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 300
THREADS = 4


def together(*functions):
    "Runs the functions on several threads at once, each with its number, and waits for all; errors are printed."
    gate = _thread.allocate_lock()
    gate.acquire()
    waits = []
    for number in range(THREADS):
        done = _thread.allocate_lock()
        done.acquire()
        function = functions[number % len(functions)]

        def body(function=function, number=number, done=done):
            gate.acquire()
            gate.release()
            try:
                function(number)
            except Exception as error:
                print("error", type(error).__name__, error)
            finally:
                done.release()

        _thread.start_new_thread(body, ())
        waits.append(done)
    gate.release()
    for done in waits:
        done.acquire()


def check(claim, holds):
    print(claim, "holds" if holds else "BROKEN")


moved = OrderedDict.fromkeys(range(20), "x")


def move(number):
    for i in range(rounds):
        moved.move_to_end((i * 7 + number) % 20, last=i % 3 != 0)


def look(number):
    for i in range(rounds):
        if moved[i % 20] != "x":
            print("lost", i)


together(move, look)
check("moving keeps every item in sight", sorted(moved) == list(range(20)) and len(moved) == 20)

queue, taken = OrderedDict(), [[] for i in range(THREADS)]


def put(number):
    for i in range(rounds):
        queue[number, i] = i


def take(number):
    for i in range(rounds):
        try:
            taken[number].append(queue.popitem(last=i % 2 == 0)[0])
        except KeyError:
            pass


together(put, take)
everything = sorted(list(queue) + [key for part in taken for key in part])
check("what is put is popped once", everything == sorted((n, i) for n in (0, 2) for i in range(rounds)))

variables = [ContextVar(str(i), default=-1) for i in range(40)]
wrong = []


def own(number):
    def run():
        copies = []
        for i in range(rounds):
            variables[i % 40].set((number, i))
            if i % 10 == 0:
                copies.append((copy_context(), i))
        for context, i in copies:
            if context[variables[i % 40]] != (number, i):
                wrong.append(i)
    Context().run(run)


together(own)
check("contexts are each thread's own", not wrong and all(v.get() == -1 for v in variables))

shared = Context()
shared.run(lambda: [v.set(i) for i, v in enumerate(variables)])


def enter(number):
    for i in range(rounds):
        try:
            shared.run(variables[number].set, i)
        except RuntimeError:
            pass
        if shared.copy()[variables[39]] != 39:
            wrong.append(i)


together(enter)
check("one thread at a time is in a context", not wrong)
