# _csv: dialects, reading, writing
import _csv


def t(f):
    try:
        r = f()
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print(repr(r))


def read(lines, **k): return list(_csv.reader(lines, **k))


class Out(list):
    def write(self, text): self.append(text); return len(text)


def written(rows, **k):
    out = Out(); w = _csv.writer(out, **k)
    for row in rows: w.writerow(row)
    return out


t(lambda: read(["a,b,c", "1,2,3"])); t(lambda: read(['"a,b",c'])); t(lambda: read(['"a""b"'])); t(lambda: read(["a", "", "b"])); t(lambda: read([""])); t(lambda: read(["a,", ",a"])); t(lambda: read(['"a\n', 'b",c'])); t(lambda: read(["a\r\n", "b\r", "c\n"])); t(lambda: read(["a\rb"])); t(lambda: read(['a,"b'])); t(lambda: read(['a,"b'], strict=True)); t(lambda: read(['"a"b,c'])); t(lambda: read(['"a"b,c'], strict=True)); t(lambda: read([b"a"])); t(lambda: read([1])); t(lambda: _csv.reader(1))
t(lambda: read(["a;b"], delimiter=";")); t(lambda: read(["a, b"], skipinitialspace=True)); t(lambda: read(["a\\,b,c"], escapechar="\\")); t(lambda: read(["'a,b',c"], quotechar="'")); t(lambda: read(['"a\\"b"'], escapechar="\\", doublequote=False)); t(lambda: read(["1,2.5,\"3\""], quoting=_csv.QUOTE_NONNUMERIC)); t(lambda: read(["1,,\"\",x"], quoting=_csv.QUOTE_NOTNULL)); t(lambda: read(["1,,\"\",\"x\""], quoting=_csv.QUOTE_STRINGS)); t(lambda: read(['"a",b'], quoting=_csv.QUOTE_NONE)); t(lambda: read(["x"], quoting=_csv.QUOTE_NONNUMERIC)); t(lambda: read(["a\\", "b"], escapechar="\\")); t(lambda: read(["é,日本,😀"]))
t(lambda: written([["a", "b,c", 'd"e', "f\ng", 1, None, 2.5, ""]])); t(lambda: written([["a", 1]], quoting=_csv.QUOTE_ALL)); t(lambda: written([["a", 1, None]], quoting=_csv.QUOTE_NONNUMERIC)); t(lambda: written([["a", 1, None]], quoting=_csv.QUOTE_STRINGS)); t(lambda: written([["a", 1, None]], quoting=_csv.QUOTE_NOTNULL)); t(lambda: written([["a,b"]], quoting=_csv.QUOTE_NONE)); t(lambda: written([["a,b", 'c"']], quoting=_csv.QUOTE_NONE, escapechar="\\")); t(lambda: written([['a"b']], doublequote=False, escapechar="\\")); t(lambda: written([['a"b']], doublequote=False)); t(lambda: written([[""]])); t(lambda: written([[None]])); t(lambda: written([[""]], quoting=_csv.QUOTE_NONE)); t(lambda: written([[None]], quoting=_csv.QUOTE_NOTNULL)); t(lambda: written([[]])); t(lambda: written([1])); t(lambda: written([["a", "b"]], lineterminator="!")); t(lambda: written([["a!", "b"]], lineterminator="!")); t(lambda: written([["", " "]], delimiter=" ", skipinitialspace=True)); t(lambda: written([["a", "b"]], delimiter="\t")); t(lambda: _csv.writer(1)); t(lambda: written(["ab"]))
out = Out(); w = _csv.writer(out); t(lambda: w.writerows([[1, 2], "ab"])); print(out, w.dialect.delimiter); t(lambda: w.writerows(1))
for kw in (dict(delimiter=""), dict(delimiter="ab"), dict(delimiter=1), dict(delimiter=None), dict(quotechar="ab"), dict(quotechar=1), dict(quotechar=None), dict(quotechar=None, quoting=0), dict(escapechar="ab"), dict(escapechar=3), dict(lineterminator=1), dict(lineterminator=None), dict(quoting=9), dict(quoting="a"), dict(quoting=-1), dict(delimiter="\n"), dict(quotechar="\r"), dict(delimiter=","), dict(delimiter=",", quotechar=","), dict(escapechar=","), dict(escapechar='"'), dict(delimiter="!", lineterminator="a!"), dict(skipinitialspace=True, escapechar=" "), dict(bogus=1) if False else dict()):
    t(lambda: (lambda d: (d.delimiter, d.doublequote, d.escapechar, d.lineterminator, d.quotechar, d.quoting, d.skipinitialspace, d.strict))(_csv.reader([], **kw).dialect))
_csv.register_dialect("mine", delimiter=";", quoting=_csv.QUOTE_ALL); print(_csv.list_dialects(), _csv.get_dialect("mine").delimiter, written([[1]], dialect="mine")); t(lambda: _csv.get_dialect("nope")); t(lambda: _csv.register_dialect(1)); _csv.unregister_dialect("mine"); t(lambda: _csv.unregister_dialect("mine")); t(lambda: _csv.reader([], dialect="mine")); print(_csv.list_dialects())
class D: delimiter = "|"; quotechar = "'"; lineterminator = "\n"; quoting = 1; doublequote = True; skipinitialspace = False
print(written([["a", "b"]], dialect=D), read(["a|'b'"], dialect=D()), read(["a;b"], dialect=D, delimiter=";")); d = _csv.Dialect(D); print(_csv.Dialect(d) is d, _csv.Dialect(d, strict=True) is d); t(lambda: d.__reduce__()); t(lambda: d.__reduce_ex__(2))
print(_csv.field_size_limit(), _csv.field_size_limit(3), _csv.field_size_limit()); t(lambda: read(["abcd"])); t(lambda: read(["abc"])); t(lambda: _csv.field_size_limit("a")); _csv.field_size_limit(131072); r = _csv.reader(["a\n", '"b\n', 'c"\n']); print(next(r), r.line_num, next(r), r.line_num, type(r).__name__, type(w).__name__, _csv.Error.__module__, issubclass(_csv.Error, Exception)); t(lambda: next(r)); t(lambda: type(r)())
