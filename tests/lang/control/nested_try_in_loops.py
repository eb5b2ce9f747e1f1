"""break, continue and return through nested try, with and finally inside loops of every kind, with values that are kept."""


class Manager:
    def __init__(self, name, swallow=False): self.name, self.swallow = name, swallow
    def __enter__(self):
        log.append(f"enter {self.name}")
        return self.name
    def __exit__(self, kind, *details):
        log.append(f"exit {self.name} {kind.__name__ if kind else None}")
        return self.swallow


def breaks():
    for number in range(5):
        try:
            try:
                if number == 1: continue
                if number == 3: break
                log.append(number)
            finally:
                log.append(f"inner {number}")
        finally:
            log.append(f"outer {number}")
    else:
        log.append("else")
    return number


def returns():
    for number in range(3):
        with Manager("a"), Manager("b"):
            try:
                if number == 1:
                    return number, log.append("value computed")
            finally:
                number = 100
    return "never"


def while_with():
    count = 0
    while True:
        count += 1
        with Manager(count, swallow=True):
            if count == 1: raise ValueError
            if count == 2: continue
            if count == 3: break
    return count


def handler_exits():
    results = []
    for kind in (ValueError, KeyError, TypeError, None):
        try:
            if kind: raise kind("x")
        except ValueError:
            results.append("value")
            continue
        except KeyError as error:
            results.append(str(error))
        except TypeError:
            results.append("break")
            break
        else:
            results.append("else")
        finally:
            results.append("finally")
    return results


def nested_functions():
    def inner(number):
        for item in range(number):
            try:
                yield item
            finally:
                log.append(f"gen {item}")
    for outer in range(3):
        source = inner(outer)
        for item in source:
            if item == 1: break
        else:
            log.append(f"exhausted {outer}")
        source.close()
    return "done"


def return_in_with_in_finally():
    try:
        return "first"
    finally:
        with Manager("f"):
            log.append("in finally")


def deleted_name():
    try:
        raise ValueError("gone")
    except ValueError as error:
        for error in range(2):
            pass
    try:
        return error
    except UnboundLocalError as unbound:
        return str(unbound)


def exception_in_else():
    try:
        try:
            pass
        except ZeroDivisionError:
            log.append("not here")
        else:
            1 // 0
        finally:
            log.append("finally runs")
    except ZeroDivisionError as error:
        return str(error)


def deep():
    for a in range(2):
        for b in range(2):
            try:
                for c in range(2):
                    try:
                        if (a, b, c) == (0, 0, 1): break
                        if (a, b, c) == (0, 1, 0): continue
                        if (a, b, c) == (1, 0, 1): return a, b, c
                        log.append((a, b, c))
                    finally:
                        log.append("i")
                else:
                    log.append("else")
            finally:
                log.append("o")


def loop_target_kept():
    kept = []
    for kept[len(kept):] in ([1], [2, 3]):
        pass
    for holder.value in "ab":
        pass
    for index, (first, *rest) in enumerate(["abc", "de"]):
        pass
    return kept, holder.value, index, first, rest


def empty_loops():
    for nothing in ():
        pass
    else:
        log.append("for else")
    while 0:
        pass
    else:
        log.append("while else")
    try:
        return nothing
    except NameError as error:
        return str(error)


holder = type("Holder", (), {})()
for function in (breaks, returns, while_with, handler_exits, nested_functions, return_in_with_in_finally, deleted_name, exception_in_else, deep, loop_target_kept, empty_loops):
    log = []
    print(function.__name__, function(), log)
