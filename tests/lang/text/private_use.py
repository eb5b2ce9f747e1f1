"""Text of noncharacters and code points for private use stays as it is, whatever is done to it; lone surrogates come through messages."""
import json
import re


for text in ("\U0010ffff\U0010f000", "\U0010ffff\U00100000\U00100001\U00100002\U00100003\U00100000", "\ufffd\uffff\U0010fffe\U0010ffff" * 2):
    for act in (
        str.upper, str.lower, str.title, str.casefold, str.swapcase, str.capitalize, lambda s: s.replace("a", "b"), lambda s: "%s" % s,
        lambda s: f"{s}", lambda s: s.encode("utf-8").decode("utf-8"), "{}".format, lambda s: s.center(9).strip(), lambda s: eval(repr(s)),
        lambda s: json.loads(json.dumps(s)), lambda s: str(ValueError(s)), lambda s: re.sub("x", "y", s), lambda s: eval('"' + s + '"'),
        lambda s: next(iter({s: 1})), lambda s: type("T", (), {"__doc__": s}).__doc__, lambda s: "".join([s[:1], s[1:]]),
    ):
        result = act(text)
        if result != text or ascii(result) != ascii(text):
            print("changed", ascii(text), ascii(result))
print("unchanged")
for name in ("\ud800", "a\udfff\U0010ffffb", "\udc80\udc81"):
    for act in (lambda: getattr(object(), name), lambda: {}[name], lambda: setattr(5, name, 1), lambda: int(name)):
        try:
            act()
        except Exception as error:
            print(type(error).__name__, ascii(str(error)), ascii(error))
