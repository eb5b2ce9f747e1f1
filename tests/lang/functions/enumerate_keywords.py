"""enumerate refuses keywords in words of its own."""
from lib.attempts import attempt
attempt(enumerate, [], begin=1)
attempt(enumerate, start=1)
