squares = [x * x for x in range(10) if x % 2]

def local(rows, x):
    flat = {y: len(row) for row in rows for y in row if y != x}
    try:
        return {x for x in flat}, [(last := y) for y in flat], last
    except TypeError:
        return x

class C:
    names = [n for n in dir()]
