from lib.attempts import attempt
import contextvars
attempt(contextvars.ContextVar)
attempt(contextvars.ContextVar, "a", "b")
attempt(contextvars.ContextVar, "a", wrong=1)
