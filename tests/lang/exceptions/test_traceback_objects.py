import types, sys
f = sys._getframe()
tb = types.TracebackType(None, f, 0, 5)
print(tb.tb_lineno, tb.tb_next, tb.tb_frame is f)
try: types.TracebackType(1, f, 0, 5)
except TypeError as e: print(e)
try: raise ValueError
except ValueError as e: t = e.__traceback__
t.tb_next = tb
print(t.tb_next is tb)
try: t.tb_next = t
except ValueError as e: print(e)
try: tb.tb_next = t
except ValueError as e: print(e)
try: t.tb_next = 5
except TypeError as e: print(e)
for last in (5, -1, -5, 800000, 2**31 - 1):
    for line in (3, -1, 0):
        made = types.TracebackType(None, f, last, line)
        print(last, line, made.tb_lasti, made.tb_lineno)
