"""Interpolations of None where text is wanted."""
from string.templatelib import Interpolation
from lib.attempts import attempt
attempt(Interpolation, 1, "x", None, None)
attempt(Interpolation, 1, None)
