from .. import plain as up
from ..plain import shown
from . import leaf
from .leaf import value as leaf_value
from ...simple import value as far
__all__ = ["leaf", "unloaded"]
