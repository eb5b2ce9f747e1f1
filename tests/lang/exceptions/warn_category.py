from lib.attempts import attempt
import warnings
attempt(warnings.warn, "a", int)
attempt(warnings.warn, "a", 5)
attempt(warnings.warn, "a", "text")
