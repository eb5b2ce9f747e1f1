import sys
def lines(function):
    seen = []
    first = function.__code__.co_firstlineno
    def local(frame, event, argument):
        if frame.f_code is function.__code__ and event == "line": seen.append(frame.f_lineno - first)
        return local
    sys.settrace(local)
    try:
        function()
    finally:
        sys.settrace(None)
    print(function.__name__, seen)
def continues():
    for i in range(2):
        if i:
            continue
        x = 1
def breaks():
    while True:
        if x:
            break
        y = 1
def passes():
    if x:
        pass
    else:
        pass
    while False:
        pass
def multi_line_return():
    call = 5
    return (
        call
    )
def comprehension():
    a = [x
         for x in (1, 2)
         if x]
    return a
x = 1
for function in (continues, breaks, passes, multi_line_return, comprehension): lines(function)
