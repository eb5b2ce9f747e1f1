print("shapes begins", __name__, __package__)
from . import square
from .round import circle as ring
from .round.circle import area
kind = "package"
