def outer(a):
    local = a
    def inner():
        nonlocal local
        local += a
        return undefined_global.attribute
    return inner
print(outer(1).__code__.co_names, outer.__code__.co_names)
