"""object.__format__ wants text."""
from lib.attempts import attempt
attempt(object.__format__, 5, 5)
