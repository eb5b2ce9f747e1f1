import sys
from lib.odd.circle import a
import lib.odd.circle.a as a2
seen = sorted(n for n in vars(a) if not n.startswith("_")), a is a2
try:
    from lib.odd.circle.a import late
except ImportError as error:
    failed = str(error).split(" (/")[0], error.name, error.path == a.__file__, error.name_from
try:
    a.late
except AttributeError as error:
    attribute = str(error).replace(a.__file__, "FILE")
late = "b late"
