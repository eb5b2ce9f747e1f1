# zeal: 3000 - imports unittest.mock
"""unittest.mock: calls recorded and compared, side effects, specs, patches of every form, magic methods, sealed and asynchronous mocks; refusals."""
import asyncio
import sys
from unittest.mock import ANY, DEFAULT, AsyncMock, MagicMock, Mock, NonCallableMock, PropertyMock, call, create_autospec, mock_open, patch, seal, sentinel


def attempt(action, *arguments, **keywords):
    try:
        print(str(action(*arguments, **keywords)).split(" id='")[0])
    except BaseException as error:
        print(type(error).__name__, str(error).split(" id='")[0])


m = Mock(return_value=5, name="m")
print(m(1, a=2), m.called, m.call_count, m.call_args, m.call_args_list, m.mock_calls, m.call_args.args, m.call_args.kwargs, m.call_args == call(1, a=2), m.call_args == ((1,), {"a": 2}))
m.child.deep(3).more()
print(m.mock_calls, m.child.method_calls, m.child.deep is m.child.deep, m.child.deep() is m.child.deep.return_value, call(1).foo(2).call_list(), call.a.b(1), repr(m).split(" id=")[0], repr(m.child).split(" id=")[0])
for check in (lambda: m.assert_called_once_with(1, a=2), lambda: m.assert_called_with(2), lambda: m.assert_any_call(9), lambda: m.assert_not_called(), lambda: m.assert_has_calls([call(1, a=2), call(7)]), lambda: m.other.assert_called(), lambda: m.other.assert_called_once(), lambda: m.asert_called(), lambda: m.assert_wrong, lambda: m.child.deep.assert_called_once_with(ANY), lambda: Mock().called_once):
    attempt(check)
m.reset_mock()
print(m.called, m.mock_calls, m())
m.side_effect = [1, ValueError("second"), DEFAULT]
for _ in range(4): attempt(m)
m.side_effect = lambda *a: a or DEFAULT
print(m(1, 2), m())
m.side_effect = KeyError
attempt(m)
m.configure_mock(side_effect=None, return_value=7, **{"x.y.return_value": 8})
print(m(), m.x.y())


class Real:
    attribute = 1
    def method(self, a, b=2): ...
    @staticmethod
    def static(x): ...
    @classmethod
    def klass(cls, y): ...
    @property
    def prop(self): return "real"
    async def coroutine(self): ...
    def __len__(self): return 3


s = Mock(spec=Real)
attempt(lambda: s.nothing)
attempt(lambda: setattr(s, "nothing", 1) or s.nothing)
attempt(lambda: setattr(Mock(spec_set=Real), "nothing", 1))
print(isinstance(s, Real), type(s).__name__, s.__class__, isinstance(s.method, Mock), type(s.coroutine).__name__)
auto = create_autospec(Real)
instance = auto()
attempt(lambda: instance.method())
attempt(lambda: instance.method(1, 2, 3))
attempt(lambda: auto(1))
attempt(lambda: auto.static(1, 2))
instance.method(1, b=3)
instance.method.assert_called_with(1, 3)
function = create_autospec(lambda a, *, b: None, return_value="made")
attempt(function, 1)
print(function(1, b=2), function.mock_calls)
magic = MagicMock()
magic.__getitem__.return_value = "item"
magic.__len__.return_value = 5
magic.__enter__.return_value = "entered"
magic.__iter__.return_value = iter("ab")
with magic as value:
    print(value, magic[1], len(magic), list(magic), int(magic), bool(magic), float(magic), magic == magic, magic != 1, 5 in magic, hash(magic) == hash(magic), magic.__getitem__.mock_calls, type(magic + 1).__name__)
attempt(lambda: magic < 1)
attempt(lambda: Mock()[1])
attempt(lambda: len(Mock()))
attempt(lambda: iter(Mock()))
m = Mock()
m.__str__ = Mock(return_value="own str")
m.__len__ = lambda self: 9
print(str(m), len(m))
attempt(NonCallableMock())
attempt(lambda: Mock(wraps=len)("abc"))
attempt(lambda: setattr(m, "__unsupported__", 1))

target = Real()
with patch.object(target, "attribute", 99) as new:
    print(target.attribute, new)
print(target.attribute)
with patch(f"{__name__}.Real") as patched:
    print(Real is patched, type(patched).__name__, Real(1) is patched.return_value)
print(Real.__name__)


@patch.object(Real, "method", return_value="patched")
@patch.object(Real, "static")
def patched_function(static, method, extra="e"): return Real().method(1), static is Real.static, method is Real.method, extra


print(patched_function(), patched_function(extra="x"), Real().method(1))
with patch.dict("sys.modules", {"made_up_module": "fake"}), patch.dict({}, a=1) as filled:
    import made_up_module
    print(made_up_module, filled)
print("made_up_module" in sys.modules)
with patch.multiple(Real, attribute=5, static=DEFAULT) as values:
    print(Real.attribute, list(values))
with patch.object(Real, "prop", new_callable=PropertyMock, return_value="mocked") as prop:
    print(Real().prop, prop.mock_calls)
for action in (lambda: patch.object(Real, "zz").start(), lambda: patch("no_such_module.x").start(), lambda: patch("nodots").start(), lambda: patch.object(Real, "attribute", new=1, spec=True).start(), lambda: patch.object("text", "x").start(), lambda: patch.object(Real, "attribute").stop()):
    attempt(action)
started = patch.object(Real, "attribute", "started")
print(started.start(), Real.attribute, started.stop(), Real.attribute, patch.stopall())
opened = mock_open(read_data="line one\nline two\n")
with patch("builtins.open", opened):
    with open("anything") as file:
        print(file.read(), end="")
    with open("again") as file:
        print(list(file), file.readline())
opened.assert_any_call("anything")
sealed = Mock()
sealed.known = 1
seal(sealed)
attempt(lambda: sealed.unknown)
attempt(lambda: sealed())
print(sentinel.name, sentinel.name is sentinel.name, ANY == 5, repr(ANY), call(1) == call(1), call(1) != call(2), call.x == call.x, repr(call(1, a=2)), len(call(1)), tuple(call.f(1)))
asynchronous = AsyncMock(return_value="awaited", side_effect=None)


async def uses():
    first = await asynchronous(1)
    manager = MagicMock()
    async with manager as entered: pass
    items = AsyncMock()
    items.__aiter__.return_value = [1, 2]
    return first, [item async for item in items], manager.__aenter__.await_count


print(asyncio.run(uses()), asynchronous.await_count, asynchronous.await_args, asynchronous.assert_awaited_once_with(1))
attempt(asynchronous.assert_not_awaited)
parent = Mock()
parent.attach_mock(child := Mock(), "attached")
child(1)
print(parent.mock_calls, child._mock_parent is parent)
del m.gone
attempt(lambda: m.gone)
m.gone = 1
print(m.gone, dir(Mock(spec=["a", "b"]))[-2:], Mock(spec=["a"]).a is not None)
attempt(lambda: Mock(spec=["a"]).b)
