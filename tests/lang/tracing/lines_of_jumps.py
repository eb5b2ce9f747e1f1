"""settrace: the lines of jumps and of what takes no instruction: continue, break, pass, constant conditions, wildcards, returns."""
import sys
def traced(f, *args):
    events, base = [], f.__code__.co_firstlineno
    def local(frame, event, arg):
        if frame.f_code is f.__code__:
            events.append(f"{event[:1]}{frame.f_lineno - base}")
        return local
    sys.settrace(local)
    try:
        f(*args)
    except Exception as e:
        events.append(repr(e))
    finally:
        sys.settrace(None)
    print(f.__name__, " ".join(events))
def all(*fs):
    for f in fs: traced(f)
def r1(a=1, b=0):
    return a if b else \
        b
def r2(a=1, b=0):
    return (
        a)
def r3(a=1):
    return a.bit_length(
        ).bit_length(
        )
def r4(a=1):
    with open('/dev/null') as f:
        return (
            a)
def r5(a=1):
    try:
        return (
            a)
    finally:
        b = 1
def r6(a=1):
    try:
        return \
            5
    finally:
        b = 1
def r7(a=1):
    return \
       5
def r8(a=1):
    return (a
      and 5)
def r9(a=1):
    return (a or
      5)
def r10(a=1):
    for x in (1,):
        return (x,
           a)
def k1():
    for i in (1, 2):
        if i:
            break
    for i in (1, 2):
        if i == 1:
            continue
        else:
            continue
    for i in (1, 2):
        if i == 1:
            x = 1
            continue
        x = 2
        continue
    while True:
        if i:
            break
def k2():
    for i in (1, 2):
        if i == 1: continue
        x = 1
    for i in (1, 2):
        pass
    for i in (1,):
        for j in (1,):
            continue
        continue
    for i in (1, 2):
        try:
            continue
        finally:
            x = 1
    for i in (1, 2):
        try:
            if i:
                continue
            x = 5
        except ValueError:
            pass
def k3():
    i = 0
    while i < 3:
        i += 1
        if i == 2:
            continue
    while i:
        i -= 1
        continue
    while True:
        i += 1
        if i > 2:
            break
    while 1:
        break
    while 0:
        pass
    else:
        x = 1
    while not False:
        if i:
            break
def k4():
    if True:
        x = 1
    if 1:
        pass
    if 0:
        x = 2
    else:
        x = 3
    if not 0:
        x = 4
    if __debug__:
        x = 5
    if False:
        x = 5
    if x:
        pass
    else:
        pass
    if not x:
        pass
    elif x:
        pass
    y = x if True else \
      5
    assert True
    assert True, "a"
    assert x
    assert x, \
       "text"
    assert (x,
      )
def k5(x=3):
    match x:
        case 1:
            pass
        case _:
            pass
    match x:
        case _:
            pass
    match x:
        case _ if x:
            pass
    match x:
        case 1 | 2:
            y = 1
        case y:
            pass
    match x:
        case 3:
            pass
        case 4:
            pass
    match x:
        case 3 if x == 4:
            pass
        case 3:
            y = 5
def k6():
    try:
        pass
    except ValueError:
        pass
    else:
        pass
    finally:
        pass
    try:
        raise ValueError
    except (ValueError,
       ):
        pass
    else:
        pass
    finally:
        pass
    for x in ():
        pass
    else:
        pass
    with open('/dev/null'):
        pass
    if x if 0 else 1:
        pass
def k7():
    def f():
        if x: return
        return
    x = 1
    if x:
        if x:
            pass
    else:
        y = 1
    if x:
        if not x:
            y = 1
        else:
            pass
    x and \
       f()
    x or \
       f()
    z = (x and
      f() or
      5)
    if (x and
        z):
        pass
    z = x < \
       5 < \
       6
    del x, \
       z
def k8():
    x = yy = 1
    while x:
        x = 0
        if yy:
            pass
        else:
            yy = 2
    for i in (1, 2):
        if yy:
            if x:
                x = 1
            else:
                continue
        else:
            pass
    for i in (1, 2):
        if yy: pass
        elif x: pass
    for i in (1, 2):
        if not yy:
            x = 1
        elif yy:
            pass
def k9():
    for i in (1, 2): 
        with open('/dev/null'):
            if i:
                continue
            x = 1
    for i in (1, 2): 
        with open('/dev/null'):
            if i:
                break
            x = 1
    try:
        for i in (1,):
            try:
                raise ValueError
            except ValueError:
                continue
    finally:
        pass
    for i in (1,):
        try:
            raise ValueError
        except ValueError:
            break
        else:
            pass
all(r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, k1, k2, k3, k4, k5, k6, k7, k8, k9)
