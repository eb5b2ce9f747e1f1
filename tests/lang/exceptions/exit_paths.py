# Every way out of a try, an except, an else and a finally.
log = []


def run(function, *args):
    del log[:]
    try:
        result = function(*args)
    except BaseException as error:
        result = repr(error) + " from " + repr(error.__context__)
    print(function.__name__, args, log, result)


def body(way):
    if way == "raise":
        raise ValueError(way)
    log.append("body")
    return way


def all_parts(way):
    try:
        log.append("try")
        body(way)
        if way == "return":
            return "from try"
    except ValueError as error:
        log.append("except")
        return "from except"
    else:
        log.append("else")
        if way == "else":
            return "from else"
    finally:
        log.append("finally")
    return "end"


for way in ("raise", "return", "else", "fall"):
    run(all_parts, way)


def finally_wins(way):
    try:
        if way == "raise":
            raise KeyError(way)
        return "try"
    finally:
        return "finally"


run(finally_wins, "raise")
run(finally_wins, "return")


def loop_ways(way):
    for i in range(3):
        try:
            log.append(i)
            if way == "continue":
                continue
            if way == "break":
                break
            if way == "raise":
                raise IndexError(i)
            if way == "return":
                return i
        except IndexError:
            log.append("caught")
            if i:
                break
            continue
        else:
            log.append("else")
        finally:
            log.append("f")
        log.append("after")
    else:
        log.append("loop else")
    return "end"


for way in ("continue", "break", "raise", "return", "fall"):
    run(loop_ways, way)


def finally_breaks():
    for i in range(3):
        try:
            raise ValueError(i)
        finally:
            log.append(i)
            if i:
                break
            continue
    return "swallowed"


run(finally_breaks)


def finally_raises(way):
    try:
        if way:
            raise ValueError("first")
    finally:
        raise KeyError("second")


run(finally_raises, True)
run(finally_raises, False)


def except_raises():
    try:
        raise ValueError("first")
    except ValueError:
        raise KeyError("second")
    finally:
        log.append("finally")


run(except_raises)


def else_raises():
    try:
        pass
    except ValueError:
        log.append("never")
    else:
        raise ValueError("in else")
    finally:
        log.append("finally")


run(else_raises)


def nested_finally():
    try:
        try:
            try:
                return log.append("value") or "returned"
            finally:
                log.append(1)
        finally:
            log.append(2)
    finally:
        log.append(3)


run(nested_finally)


def nested_raise():
    try:
        try:
            raise ValueError("inner")
        finally:
            log.append("inner finally")
    except TypeError:
        log.append("wrong")
    except ValueError as error:
        log.append("right")
        try:
            raise TypeError("again")
        except TypeError:
            log.append("again")
        return str(error)


run(nested_raise)


def return_is_computed_first():
    x = 1
    try:
        return x
    finally:
        x = 2
        log.append(x)


run(return_is_computed_first)


def while_true():
    n = 0
    while True:
        try:
            n += 1
            if n < 3:
                continue
            return n
        finally:
            log.append(n)


run(while_true)


def bare():
    try:
        raise SystemExit(3)
    except:
        return "bare catches all"


run(bare)


def order():
    try:
        raise KeyError("k")
    except (ValueError, TypeError):
        return "no"
    except LookupError:
        return "base class"
    except KeyError:
        return "too late"


run(order)


def computed(classes):
    try:
        raise KeyError("k")
    except classes:
        return "matched"


run(computed, KeyError)
run(computed, (ValueError, (KeyError,)))
run(computed, ())
run(computed, 1)
run(computed, (1, KeyError))
run(computed, (KeyError, 1))


def unbinds():
    error = "before"
    try:
        raise ValueError("x")
    except ValueError as error:
        pass
    try:
        return error
    except UnboundLocalError as missing:
        return str(missing)


run(unbinds)


def rebinds():
    try:
        raise ValueError("x")
    except ValueError as error:
        error = "rebound"
    try:
        return error
    except NameError:
        return "unbound"


run(rebinds)


def deletes():
    try:
        raise ValueError("x")
    except ValueError as error:
        del error
    return "fine"


run(deletes)


def many():
    for i in range(300):
        try:
            if i % 3 == 0:
                raise ValueError
            if i % 3 == 1:
                raise KeyError
        except ValueError:
            log[:] = [i]
        except KeyError:
            continue
    return len(log)


run(many)
