def proven(c):
    if c:
        x = 1
    else:
        x = 2
    return x

def unproven(c):
    if c:
        x = 1
    use(x)
    return x

def deleted(p):
    del p
    return p

def in_handler(f):
    try:
        x = f()
        y = f()
    except ValueError:
        return x, y
    return x, y

def loop_variable(items):
    for item in items:
        use(item)
    return item
