from __future__ import annotations
import os, os.path, os.path as path
from . import sibling
from ..package.module import name as alias, other
from everything import *

def local(x: list[int | None]):
    from os import sep
    import sys as system
    return sep

value: "quoted" = 1
