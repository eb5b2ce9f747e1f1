# zeal: 400 - imports configparser
"""csv, configparser and tomllib: dialects, quoting, headers, sections, interpolation, odd files and their errors."""
import configparser
import csv
import io
import tomllib
from lib.attempts import attempt


for text, options in (("a,b\n1,2\n", {}), ('"a,b",c\n', {}), ('"a""b",c', {}), ("a;b", {"delimiter": ";"}), ("'a,b',c", {"quotechar": "'"}), ("a\\,b,c", {"escapechar": "\\"}), ("a, b", {"skipinitialspace": True}), ('"a\nb",c', {}), ("a,b\r\nc,d", {}), ("1,\"2\"", {"quoting": csv.QUOTE_NONNUMERIC}), ("x,1", {"quoting": csv.QUOTE_NONNUMERIC}), ('"a', {}), ('"a', {"strict": True}), ('"a"b,c', {}), ('"a"b,c', {"strict": True}), ("a\tb", {"dialect": "excel-tab"}), ("", {}), ("\n\n", {}), ("a,,", {}), (',""', {"quoting": csv.QUOTE_NOTNULL}), ("a\0b", {})):
    attempt(lambda: ascii(list(csv.reader(io.StringIO(text, newline=""), **options))))
for row, options in (([1, "a b", None, 2.5, "c,d", 'e"f', "g\nh"], {}), (["a", 1], {"quoting": csv.QUOTE_ALL}), (["a", 1, 1.5], {"quoting": csv.QUOTE_NONNUMERIC}), (["a,b"], {"quoting": csv.QUOTE_NONE, "escapechar": "\\"}), (["a,b"], {"quoting": csv.QUOTE_NONE}), ([""], {}), ([], {}), (["a", None, ""], {"quoting": csv.QUOTE_NOTNULL}), (["a", None, 1], {"quoting": csv.QUOTE_STRINGS}), (["a"], {"lineterminator": "!"}), ('ab', {}), (5, {}), ([b"x"], {}), (['a"b'], {"doublequote": False, "escapechar": "^"}), (['a"b'], {"doublequote": False})):
    out = io.StringIO()
    try:
        print(csv.writer(out, **options).writerow(row), repr(out.getvalue()))
    except Exception as error:
        print(type(error).__name__, error)
for options in ({"delimiter": ""}, {"delimiter": "ab"}, {"delimiter": 5}, {"quotechar": ""}, {"quotechar": None}, {"quoting": 9}, {"quoting": "x"}, {"escapechar": "ab"}, {"lineterminator": 5}, {"dialect": "none"}, {"dialect": 5}, {"delimiter": "\n"}, {"delimiter": ",", "quotechar": ","}, {"skipinitialspace": True, "delimiter": " "}):
    attempt(lambda: type(csv.reader([], **options)).__name__)
reader = csv.DictReader(["a,b", "1,2,3", "4", "", "5,6"], restkey="rest", restval="none")
print(list(reader), reader.fieldnames, reader.line_num)
out = io.StringIO()
writer = csv.DictWriter(out, ["x", "y"], restval="-", extrasaction="ignore")
writer.writeheader()
writer.writerows([{"x": 1, "z": 2}, {"y": 3}])
print(repr(out.getvalue()), csv.list_dialects(), csv.field_size_limit())
attempt(csv.DictWriter(out, ["x"]).writerow, {"q": 1})
attempt(csv.DictWriter, out, ["x"], extrasaction="wrong")
attempt(csv.Sniffer().sniff, "")
print(csv.Sniffer().sniff("a;b\nc;d\n").delimiter, csv.Sniffer().has_header("name,age\nann,5\nbob,6\n"))
attempt(csv.field_size_limit, "x")
attempt(lambda: next(csv.reader([b"bytes"])))
attempt(lambda: next(csv.reader([5])))
attempt(csv.reader, 5)
attempt(csv.writer, 5)

config = configparser.ConfigParser()
config.read_string("[DEFAULT]\nbase = /x\n[one]\npath = %(base)s/y\nnumber = 5\nflag: yes\nmulti = a\n  b\n\n  c\n; comment\nempty =\n[two words]\nKey=Value # kept\n")
print(config.sections(), dict(config["one"]), config["one"].getint("number"), config.getboolean("one", "flag"), config.get("one", "path", raw=True), config.has_option("one", "base"), config["two words"]["KEY"], config.get("one", "none", fallback="fb"), "one" in config, config.options("two words"), config["one"].get("zz"), config.getfloat("one", "number"))
for action in (lambda: config["none"], lambda: config.get("none", "x"), lambda: config.get("one", "zz"), lambda: config["one"]["zz"], lambda: config.getint("one", "path"), lambda: config.getboolean("one", "number"), lambda: config.set("one", "x", 5), lambda: config.set("one", "x", "%"), lambda: config.add_section("one"), lambda: config.add_section("DEFAULT"), lambda: config.read_string("x = 1"), lambda: config.read_string("[a]\n[a]"), lambda: config.read_string("[a]\nx=1\nx=2"), lambda: config.read_string("[a]\nnovalue"), lambda: config.read_string("[a\nx=1"), lambda: config.read_dict({"b": {"c": "%(missing)s"}}) or config.get("b", "c"), lambda: config.read_dict({"r": {"a": "%(b)s", "b": "%(a)s"}}) or config.get("r", "a"), lambda: config.read(["/none/such"]), lambda: config.remove_section("zz"), lambda: config.remove_option("zz", "a"), lambda: config.add_section(5)):
    attempt(action)
extended = configparser.ConfigParser(interpolation=configparser.ExtendedInterpolation(), allow_no_value=True, delimiters="=", comment_prefixes="#")
extended.read_string("[a]\nx = ${b:y}/z\nalone\n[b]\ny = 1\n")
out = io.StringIO()
extended.write(out)
print(extended["a"]["x"], extended["a"]["alone"], repr(out.getvalue()))
for text in ("a = 1\nb = 'x'\n[t]\nc = [1, 2.5, {d = true}]\n[[arr]]\ne = 1\n[[arr]]\nf = 0x1F", "d = 1979-05-27T07:32:00Z\nt = 07:32:00", "a.b.c = 1", "s = \"\"\"\nml \\\n  x\"\"\"", "n = nan\ni = -inf\nu = 1_000", "a = 1\na = 2", "a = ", "[a\n", "a = 'x", "a = [1,,2]", "a = {b = 1,}", "= 1", "a = 01", "[a]\n[a]", "a = \"\\q\"", "a = true1", "a b = 1", "é = 1", '"é" = "\\u00e9"', "a = 1 b = 2", "x = '\ud800'" if False else "x = 1.", "[a.b]\nc=1\n[a]\nd=2"):
    attempt(tomllib.loads, text)
attempt(tomllib.loads, b"a = 1")
attempt(tomllib.load, io.StringIO("a = 1"))
print(tomllib.loads("f = 1.5", parse_float=lambda text: f"<{text}>"))
