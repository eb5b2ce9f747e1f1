"""A class cannot have a name that UTF-8 cannot spell."""
from lib.attempts import attempt
attempt(lambda: ascii(type("\ud800", (), {}).__name__))
