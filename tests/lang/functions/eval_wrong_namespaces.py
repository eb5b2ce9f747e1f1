"""What eval says of globals and locals that are none."""
from lib.attempts import attempt
attempt(eval, "x", 5)
attempt(eval, "x", {}, 5)
