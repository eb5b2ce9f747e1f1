"""Classes derived from property, staticmethod, classmethod, super, module, slice's kin and exceptions: what works and what is refused."""
import types
from lib.attempts import attempt


class Property(property):
    """class doc"""
    def __get__(self, instance, owner=None):
        if instance is None: return self
        return "wrapped", super().__get__(instance, owner)
    def __set_name__(self, owner, name):
        self.given = name
        super().__set_name__(owner, name)


class Static(staticmethod):
    def __get__(self, instance, owner=None):
        return lambda *a: ("static", super(Static, self).__get__(instance, owner)(*a))


class Klass(classmethod):
    pass


class Uses:
    @Property
    def value(self): return "value"
    @value.setter
    def value(self, new): self.__dict__["set"] = new
    @Static
    def static(x): return x
    @Klass
    def klass(cls): return cls.__name__


uses = Uses()
uses.value = 5
print(uses.value, uses.set, Uses.value.given, type(Uses.value).__name__, Uses.value.__doc__, Uses.value.__name__, uses.static(1), uses.klass(), type(Uses.__dict__["klass"]).__name__, Uses.value.fget(uses))
attempt(lambda: delattr(uses, "value"))
for kind in (staticmethod, classmethod, property):
    made = kind(lambda *a: a)
    print(kind.__name__, callable(made), hasattr(made, "__wrapped__"), made.__class__.__name__, repr(made).split(" at ")[0], getattr(made, "__isabstractmethod__", None))
attempt(lambda: staticmethod(5)(1))
attempt(lambda: classmethod(5).__get__(None, int))
attempt(lambda: staticmethod())
attempt(lambda: classmethod(len, 5))
attempt(lambda: property(1, 2, 3, 4, 5))
attempt(lambda: property(wrong=1))
attempt(lambda: property(5).__get__(uses))
attempt(lambda: property().getter(len).fget is len)
attempt(lambda: setattr(property(), "fget", 5))
attempt(lambda: setattr(Uses.value, "__doc__", "assigned") or Uses.value.__doc__)
for kind in (types.FunctionType, types.MethodType, types.BuiltinFunctionType, types.GeneratorType, types.CodeType, types.FrameType, types.TracebackType, types.CellType, types.GetSetDescriptorType, types.MemberDescriptorType, types.WrapperDescriptorType, types.MappingProxyType, types.NoneType, types.EllipsisType, types.NotImplementedType, bool, range, slice, memoryview, types.GenericAlias, types.UnionType, type({}.keys()), type(iter([])), types.ModuleType, super, type, object, enumerate, zip, reversed, filter, map, types.SimpleNamespace, types.CoroutineType, types.AsyncGeneratorType, types.DynamicClassAttribute):
    try:
        type("Sub", (kind,), {})
        print(kind.__name__, "may be derived from")
    except TypeError as error:
        print(error)


class Module(types.ModuleType):
    @property
    def computed(self): return "computed"
    def __getattr__(self, name):
        if name.startswith("__"): raise AttributeError(name)
        return f"dynamic {name}"
    def __setattr__(self, name, value):
        print("set", name, end=" ")
        super().__setattr__(name, value)


module = Module("made", "doc")
module.x = 1
print(module.x, module.computed, module.other, module.__name__, module.__doc__, vars(module).keys() >= {"x", "__name__"}, repr(module))
attempt(lambda: Module())
attempt(lambda: types.ModuleType(5))
attempt(lambda: types.ModuleType("m", doc=5).__doc__)
attempt(lambda: delattr(types.ModuleType("m"), "zz"))
attempt(lambda: setattr(types.ModuleType("m"), "__dict__", {}))
attempt(lambda: types.ModuleType("m").missing)


class Super(super):
    def __getattribute__(self, name):
        print("super asked", name, end=" ")
        return super().__getattribute__(name)


class A:
    def f(self): return "A.f"


class B(A):
    def f(self): return Super(B, self).f()


print(B().f())


class Bound(types.SimpleNamespace):
    def __repr__(self): return "bound"


method = types.MethodType(lambda *a: a, Bound())
print(method(1), method.__self__, method.__func__(2), method == types.MethodType(method.__func__, method.__self__), method.__func__.__name__, types.MethodType(len, "abc")(), types.MethodType(types.MethodType(pow, 2), 3)())
attempt(types.MethodType, 5, 1)
attempt(types.MethodType, len, None)
attempt(types.MethodType, len)
attempt(setattr, method, "x", 1)
attempt(lambda: method.__name__)
attempt(types.FunctionType, 5)
cell = types.CellType(5)
cell.cell_contents += 1
print(cell.cell_contents, types.CellType() < cell, cell == types.CellType(6), repr(types.CellType()).split(" at ")[0])
attempt(lambda: types.CellType().cell_contents)
del cell.cell_contents
attempt(lambda: cell.cell_contents)
