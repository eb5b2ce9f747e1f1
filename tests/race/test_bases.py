# zeal-args: 5
# Assignments to __bases__ on several threads: no circle, no lost subclass, and every order follows from the bases at last.
from lib.crew import THREADS, each, rounds, together

N = rounds(300)


class Plain:
    pass


def orders_follow(classes):
    return all(
        [base.__mro__[0] is base and set(base.__mro__) <= set(c.__mro__) for c in classes for base in c.__bases__]
    )


# Two classes that are each to become the other's base: one of the two assignments is refused.
def circles():
    pairs = [(type("A", (Plain,), {}), type("B", (Plain,), {})) for _ in range(N)]
    reached = [0, 0]

    def work(number):
        done = []
        for index, pair in enumerate(pairs):
            # Side by side with the other thread.
            reached[number] = index
            while reached[1 - number] < index:
                pass
            try:
                pair[number].__bases__ = (pair[1 - number],)
                done.append(True)
            except TypeError as error:
                assert str(error) == "a __bases__ item causes an inheritance cycle", error
                done.append(False)
        reached[number] = N
        return done

    for (A, B), done in zip(pairs, zip(*together(lambda: work(0), lambda: work(1)))):
        if sum(done) != 1 or issubclass(A, B) != done[0] or issubclass(B, A) != done[1]:
            return done
    return "no circle"


print(circles())


# One thread swaps the bases of the root while others derive from it: nobody keeps an old order.
class Left:
    side = "left"


class Right:
    side = "right"


def swapping():
    class Root(Left):
        pass

    made = [[] for _ in range(THREADS)]

    def work(number):
        for i in range(N):
            if number == 0:
                Root.__bases__ = (Right,) if i % 2 else (Left,)
            else:
                made[number].append(type("D", (Root,), {}))
    each(work)
    classes = [c for some in made for c in some]
    side = Root.__bases__[0].side
    return (
        len(classes) == (THREADS - 1) * N
        and set(Root.__subclasses__()) == set(classes)
        and all([c.side == side for c in classes])
        and orders_follow(classes)
    )


print(swapping())


# Special methods set on a class while subclasses of it are made, and several at once: every class has every slot at last.
def special():
    class Root:
        pass

    made = [[] for _ in range(THREADS)]
    methods = {"__len__": lambda self: 7, "__getitem__": lambda self, i: i, "__call__": lambda self: 8, "__neg__": lambda self: 9}

    def work(number):
        name = list(methods)[number]
        for i in range(N // 10 + 1):
            made[number].append(type("D", (Root,), {}))
            setattr(Root, name, methods[name])
            made[number].append(type("D", (Root,), {}))
            if i < N // 10:
                delattr(Root, name)
    each(work)
    instances = [c() for some in made for c in some]
    return all([(len(x), x[3], x(), -x) == (7, 3, 8, 9) for x in instances])


print(special())


# A metaclass makes the orders: one thread swaps the bases of the root, others those of its subclasses and derive from them. Every order
# is at last what the bases say, and no subclass is lost.
def customs():
    class Meta(type):
        def mro(cls):
            order = type.mro(cls)
            return order[:-1] + [Plain] * (Plain not in order) + order[-1:]

    class Root(Left, metaclass=Meta):
        pass

    middles = [type(Root)("M", (Root,), {}) for _ in range(THREADS)]
    made = [[] for _ in range(THREADS)]

    def work(number):
        for i in range(N // 10 + 1):
            if number == 0:
                Root.__bases__ = (Right,) if i % 2 else (Left,)
            else:
                made[number].append(type(Root)("D", (middles[number],), {}))
                middles[number].__bases__ = (Root, Plain) if i % 2 else (Root,)
    each(work)
    classes = [c for some in made for c in some]
    side = Root.__bases__[0].side
    return (
        all([set(m.__subclasses__()) == set(some) for m, some in zip(middles[1:], made[1:])])
        and set(Root.__subclasses__()) == set(middles)
        and all([c.side == side and c.__mro__ == tuple(type(Root).mro(c)) for c in middles + classes])
    )


print(customs())


# Circles through classes whose metaclass lets another thread go first.
def custom_circles():
    import time

    class Meta(type):
        def mro(cls):
            time.sleep(0)
            return type.mro(cls)

    pairs = [(Meta("A", (Plain,), {}), Meta("B", (Plain,), {})) for _ in range(N // 10 + 1)]

    def work(number):
        done = []
        for pair in pairs:
            try:
                pair[number].__bases__ = (pair[1 - number],)
                done.append(True)
            except TypeError as error:
                assert str(error) == "a __bases__ item causes an inheritance cycle", error
                done.append(False)
        return done

    for (A, B), done in zip(pairs, zip(*together(lambda: work(0), lambda: work(1)))):
        if sum(done) != 1 or issubclass(A, B) != done[0] or issubclass(B, A) != done[1]:
            return done
    return "no circle"


print(custom_circles())


# A metaclass's `mro` is asked once for each class and change, whatever others change meanwhile, and what it raises is raised.
def asked_once():
    asked, fails, seen = [], [None], set()

    class Meta(type):
        def mro(cls):
            asked.append(cls.__name__)
            if cls.__name__ == fails[0]:
                raise ZeroDivisionError
            return type.mro(cls)

    class Base(Left, metaclass=Meta):
        pass

    class Derived(Base):
        pass

    others = [type("O", (Left,), {}) for _ in range(THREADS)]

    def work(number):
        for i in range(N // 10 + 1):
            if number > 0:
                others[number].__bases__ = (Right,) if i % 2 == 0 else (Left,)
                continue
            for fails[0] in None, "Base", "Derived":
                asked.clear()
                raised = ""
                try:
                    Base.__bases__ = (Right,) if Base.__bases__ == (Left,) else (Left,)
                except ZeroDivisionError:
                    raised = "raised"
                seen.add((*asked, raised))
            asked.clear()
            Meta("New", (Left,), {})
            seen.add(tuple(asked))
    each(work)
    return sorted(seen), orders_follow([Base, Derived])


print(asked_once())


# Some of the changes fail, each once and in the thread that makes it: nothing of them is left, and nothing is lost of those of others.
def failing():
    from threading import get_ident

    doomed = {}

    class Meta(type):
        def mro(cls):
            if cls.__name__ == "Leaf" and doomed.pop(get_ident(), False):
                raise ZeroDivisionError
            return type.mro(cls)

    class Root(Left, metaclass=Meta):
        pass

    middles = [Meta("M", (Root,), {}) for _ in range(THREADS)]
    leaves = [Meta("Leaf", (middle,), {}) for middle in middles]
    below = [Meta("Below", (leaf,), {}) for leaf in leaves]
    failures = [0] * THREADS

    def work(number):
        for i in range(N // 10 + 1):
            fails = doomed[get_ident()] = i % 3 == 1
            try:
                if number == 0:
                    Root.__bases__ = (Right,) if i % 2 else (Left,)
                else:
                    middles[number].__bases__ = (Root, Plain) if i % 2 else (Root,)
                assert not fails
            except ZeroDivisionError:
                failures[number] += 1
                assert fails
    each(work)
    classes = [Root] + middles + leaves + below
    return (
        failures == [len(range(1, N // 10 + 1, 3))] * THREADS
        and all([c.side == Root.__bases__[0].side and c.__mro__ == tuple(type.mro(c)) for c in classes])
        and orders_follow(classes)
    )


print(failing())
