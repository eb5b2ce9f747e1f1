# zeal: 200 - imports string
"""string.Formatter, string.Template, textwrap and shlex: fields, subclasses, identifiers, wrapping of odd text, refusals."""
import string
import textwrap
from lib.attempts import attempt


class Log(string.Formatter):
    def get_value(self, key, args, kwargs):
        log.append(("value", key))
        return super().get_value(key, args, kwargs) if key != "default" else "by default"
    def get_field(self, name, args, kwargs):
        log.append(("field", name))
        return super().get_field(name, args, kwargs)
    def convert_field(self, value, conversion):
        return value.upper() if conversion == "u" else super().convert_field(value, conversion)
    def format_field(self, value, spec):
        return f"<{value}>" if spec == "angle" else super().format_field(value, spec)
    def check_unused_args(self, used, args, kwargs): log.append(("used", sorted(used, key=str)))


log = []
formatter = Log()
print(formatter.format("{0} {name.real:>{width}} {default} {0!u} {1:angle}", "a", 5, name=7, width=4), log)
print(list(string.Formatter().parse("a{b!r:c{d}}e{{f}}{}")), string.Formatter().format("{} {}", 1, 2), string.Formatter().vformat("{a[0]}", (), {"a": [5]}))
for arguments in (("{} {0}", 1), ("{0} {}", 1), ("{",), ("}",), ("{!x}", 1), ("{a}",), ("{0}",), ("{:{:{:{}}}}", 1, 2, 3, 4), (), (5,)):
    attempt(lambda: string.Formatter().format(*arguments))


class Percent(string.Template):
    delimiter = "%"
    idpattern = "[a-z]+"


t = string.Template("$who likes ${what} $$5 $WHO2")
print(t.substitute(who="tim", what="kung pao", WHO2="x"), t.safe_substitute(who="tim"), t.get_identifiers(), t.is_valid(), t.template, Percent("%a %{b} %% $c").substitute(a=1, b=2))
for template, mapping in (("$", {}), ("$5", {}), ("${a", {}), ("${}", {}), ("$a", {}), ("a\nb $ c", {}), ("$é", {}), ("$_x1 $ſ", {"_x1": 1})):
    attempt(lambda: string.Template(template).substitute(mapping))
    attempt(lambda: string.Template(template).safe_substitute(mapping))
    print(string.Template(template).is_valid(), end=" ")
    attempt(string.Template(template).get_identifiers)
attempt(lambda: string.Template("$a").substitute({"a": 1}, a=2))
attempt(lambda: string.Template("$self $mapping").substitute(self=1, mapping=2))
attempt(lambda: string.Template(5).substitute())
try:
    class Broken(string.Template):
        pattern = r"(?P<named>x)"
    print(Broken("x").substitute())
except Exception as error:
    print(type(error).__name__, error)
print(string.capwords("  hello wORLD  x"), string.capwords("a-b-c", "-"), string.ascii_letters[:3], string.whitespace == " \t\n\r\v\f", string.punctuation)

text = "The quick brown fox, jumped-over the lazy dog. A veryveryverylongword here."
print(textwrap.wrap(text, 15), textwrap.wrap(text, 15, break_long_words=False), textwrap.wrap(text, 15, break_on_hyphens=False)[2:4], textwrap.fill("a b c", 3), textwrap.wrap("", 5), textwrap.wrap("   ", 5), textwrap.wrap("a\tb\nc", 9), textwrap.wrap(text, 20, initial_indent="* ", subsequent_indent="  ", max_lines=2), textwrap.shorten(text, 20), textwrap.shorten("longword", 5), textwrap.shorten("hello  world", 12), sep="\n")
print(repr(textwrap.dedent("  a\n    b\n\n  c")), repr(textwrap.dedent("\ta\n  b")), repr(textwrap.dedent("   \n a\n  ")), repr(textwrap.indent("a\n\nb\n", "> ")), repr(textwrap.indent("a\n\nb", "> ", lambda line: True)), textwrap.wrap("aaa bbb. ccc", 8, fix_sentence_endings=True), textwrap.wrap("a  b", 10, replace_whitespace=False, drop_whitespace=False), textwrap.wrap("éàü \U0001f600\U0001f600 x", 3))
for options in ({"width": 0}, {"width": -1}, {"width": 2, "max_lines": 1}, {"width": "a"}, {"wrong": 1}):
    attempt(lambda: textwrap.wrap("some text", **options))
attempt(textwrap.dedent, 5)
attempt(textwrap.shorten, "text", 2)

import shlex
print(shlex.split("a 'b c' \"d \\\"e\" f\\ g #h"), shlex.split("a #b", comments=True), shlex.split(""), shlex.split("''"), shlex.split("a'b'c"), shlex.split("a\\\nb", posix=False), shlex.join(["a b", "c'd", "", "e"]), shlex.quote("a;b"), shlex.quote("safe_1.2"), list(shlex.shlex("a+b(c)", punctuation_chars=True)), list(shlex.shlex("x = 'y z' # c")))
attempt(shlex.split, "'open")
attempt(shlex.split, "end\\")
attempt(shlex.split, None)
attempt(shlex.join, "ab")
