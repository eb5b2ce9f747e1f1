from lib.attempts import attempt
from collections import OrderedDict
attempt(OrderedDict, [1])
attempt(OrderedDict, ["abc"])
attempt(OrderedDict, [(1, 2, 3)])
attempt(OrderedDict().update, [1])
attempt(OrderedDict().update, [(1,)])
attempt(OrderedDict().update, [(1, 2, 3)])
