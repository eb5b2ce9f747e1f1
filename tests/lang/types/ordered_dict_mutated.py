# zeal: 20 - it imports collections
"""OrderedDict changed while it is iterated over."""
from collections import OrderedDict
def during(mapping, change):
    try:
        for item in mapping:
            change(mapping)
        print(mapping)
    except Exception as error:
        print(mapping, type(error).__name__, error)
during(OrderedDict(a=1, b=2), lambda d: d.setdefault("c", 3))
during(OrderedDict(a=1, b=2), lambda d: d.pop("b", None))
during(OrderedDict(a=1, b=2), lambda d: d.move_to_end("a"))
