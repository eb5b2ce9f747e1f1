"""bool, None, Ellipsis and NotImplemented."""

count = 0


def show(function):
    """Prints the number of the case and what it returned or raised."""
    global count
    count += 1
    try:
        result = function()
        print(count, type(result).__name__, repr(result)[:200])
    except Exception as error:
        print(count, type(error).__name__, error.args)


class Refuses:
    def __bool__(self):
        return 1


class Derive:
    def derive(self):
        class Sub(bool):
            pass


show(lambda: int.from_bytes([1, 2, 3], 'little', signed=True))
show(lambda: (-1).to_bytes(3, signed=True))
show(lambda: 128 .to_bytes(1, signed=True))
show(lambda: int('101', True))
show(lambda: True & True)
show(lambda: True & 1)
show(lambda: True | False)
show(lambda: True ^ True)
show(lambda: -True)
show(lambda: True + True)
show(lambda: True .bit_count())
show(lambda: divmod(True, 2))
show(lambda: True == 1.0)
show(lambda: True < 1.5)
show(lambda: bool())
show(lambda: (bool(0), bool(1), bool(''), bool('a'), bool(0.0), bool(-0.0), bool(2 ** 80), bool(0j), bool(None), bool([])))
show(lambda: bool(1, 2))
show(lambda: bool(x=1))
show(lambda: bool.__new__(bool, 5))
show(lambda: bool.__new__(int))
show(lambda: (repr(True), str(False), format(True), format(True, 'd'), format(True, '5'), format(False, '.1f')))
show(lambda: format(True, 'Q'))
show(lambda: (True + 1, True * 2.5, True / 2, True // 1, True % 2, True ** 2, True << 3, False - True))
show(lambda: (True & 2, 2 | True, False ^ 3, True & 2 ** 70))
show(lambda: True & 1.0)
show(lambda: bool.__and__(True, 1.0))
show(lambda: (+True, abs(True), int(True), float(True), complex(True)))
show(lambda: (True == 1, True is True, True < 2, True != 1.5, hash(True), hash(False)))
show(lambda: ([10, 20][True], {1: 'a'}[True], sum([True, True, False])))
show(lambda: (True .real, True .imag, True .numerator, True .conjugate(), True .bit_length(), True .to_bytes()))
show(lambda: (not True, True and 5, False or 'a'))
show(lambda: (bool.from_bytes(b'\x01'), bool.from_bytes(b'\x00')))
show(lambda: (bool.__bases__, bool.__mro__))
show(lambda: (type(True).__name__, isinstance(True, bool), isinstance(1, bool)))
show(lambda: (None, repr(None), bool(None), None == None, None != None, None == 0, hash(None) == hash(None)))
show(lambda: None < None)
show(lambda: None < 1)
show(lambda: type(None)())
show(lambda: type(None)(1))
show(lambda: type(None)(x=1))
show(lambda: None.foo)
show(lambda: None + 1)
show(lambda: -None)
show(lambda: (Ellipsis, ..., repr(...), bool(...), ... == ..., type(...)()))
show(lambda: type(...)(1))
show(lambda: (NotImplemented, repr(NotImplemented), type(NotImplemented)()))
show(lambda: bool(NotImplemented))
show(lambda: type(NotImplemented)(1))
show(lambda: (type(None), type(...), type(NotImplemented)))
show(lambda: (....__reduce__(), NotImplemented.__reduce__()))
show(lambda: bool(Refuses()))
show(lambda: Derive().derive())

