value = "leaf"
from . import __name__ as package
