# zeal: 200 - imports pickle
"""pickle hooks: __reduce_ex__, reducer_override, dispatch tables, persistent ids, buffers out of band, find_class; refusals."""
import copyreg
import io
import pickle
def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, str(error).split(" at 0x")[0])


class Answers:
    def __init__(self, answer): self.answer = answer
    def __reduce_ex__(self, protocol): return self.answer


for answer in (None, 5, "no_such_global", "Answers", (), (1,), (int,), (int, 5), (5, ()), (int, ("7",)), (list, (), None, iter([1, 2])), (dict, (), None, None, iter([("a", 1)])), (int, (), None, None, None, None, None), (complex, ("x",))):
    attempt(lambda: pickle.loads(pickle.dumps(Answers(answer))))
    attempt(lambda: pickle.loads(pickle._dumps(Answers(answer) if not isinstance(answer, tuple) or len(answer) < 4 else 0)))


class Stated:
    def __reduce__(self): return Stated, (), ({"a": 1}, {"b": 2})


class Setter:
    def __setstate__(self, state): self.got = state
    def __reduce__(self): return Setter, (), "state"


def set_state(made, state): made.outside = state


class Outside:
    def __reduce__(self): return Outside, (), "S", None, None, set_state


for kind in (Stated, Setter, Outside):
    print(vars(pickle.loads(pickle.dumps(kind()))))


class Raises:
    def __reduce__(self): raise LookupError("reduce")


class NoState:
    __getstate__ = None


class OldState:
    def __getstate__(self): return False
    def __setstate__(self, state): raise AssertionError("not called for false states")


attempt(pickle.dumps, Raises())
attempt(pickle.dumps, [Raises()])
attempt(pickle.dumps, NoState())
attempt(lambda: vars(pickle.loads(pickle.dumps(OldState(), 2))))


class Table:
    pass


def reduce_table(value): return str, ("from the table",)


copyreg.pickle(Table, reduce_table)
print(pickle.loads(pickle.dumps(Table())), copyreg.dispatch_table[Table] is reduce_table)
del copyreg.dispatch_table[Table]
attempt(copyreg.pickle, Table, 5)
out = io.BytesIO()
pickler = pickle.Pickler(out)
pickler.dispatch_table = {Table: lambda value: (str, ("private table",))}
pickler.dump(Table())
print(pickle.loads(out.getvalue()))


class Overriding(pickle.Pickler):
    def reducer_override(self, value):
        return (str, ("overridden",)) if isinstance(value, Table) else NotImplemented
    def persistent_id(self, value):
        return f"id {value}" if isinstance(value, int) else None


class Finding(pickle.Unpickler):
    def persistent_load(self, identity): return ["loaded", identity]
    def find_class(self, module, name):
        print("find", module, name, end=" ")
        return super().find_class(module, name)


out = io.BytesIO()
Overriding(out).dump([Table(), 7, Table])
print(Finding(io.BytesIO(out.getvalue())).load())
attempt(pickle.dumps, 1, 9)
attempt(pickle.Pickler, 5)
attempt(pickle.dumps, 1, protocol=None)
print(pickle.loads(pickle.dumps("a", protocol=-1)), pickle.load(io.BytesIO(pickle.dumps([1]))))
stream = io.BytesIO(pickle.dumps(1) + pickle.dumps("two"))
print(pickle.load(stream), pickle.load(stream))
