early = "a early"
import lib.odd.circle.b as b
from . import b as same
late = "a late"
def use(): return b.late, b.seen
