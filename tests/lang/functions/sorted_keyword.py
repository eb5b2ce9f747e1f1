"""Unknown keywords of sorted are those of the sorting itself."""
from lib.attempts import attempt
attempt(sorted, [1], wrong=1)
