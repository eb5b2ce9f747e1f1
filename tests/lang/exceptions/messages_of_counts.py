from lib.attempts import attempt
import contextvars, sys
attempt(sys.audit)
attempt(contextvars.Context().run)
attempt(sys.set_asyncgen_hooks, wrong=None)
