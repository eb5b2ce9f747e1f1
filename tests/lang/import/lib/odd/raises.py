before = 1
from . import plain
raise KeyError("while importing")
