def handlers(f):
    try:
        x = f()
    except (TypeError, ValueError) as error:
        return error
    except KeyError:
        raise RuntimeError from None
    except:
        raise
    else:
        x += 1
    return x

def finals(items):
    for item in items:
        try:
            if item:
                continue
            return item()
        finally:
            if not item:
                break

def managers(a, b):
    with a as x, b.open() as (y, z):
        return x + y
