# zeal: 1000 - imports logging
"""logging: levels, propagation, filters, formats of three styles, exceptions, adapters, handlers, configuration, refusals."""
import io
import logging
def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


def fresh(name, level=logging.DEBUG, form="%(levelname)s:%(name)s:%(message)s", **options):
    logger = logging.getLogger(name)
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter(form, **options))
    logger.addHandler(handler)
    logger.setLevel(level)
    logger.propagate = False
    return logger, stream


logger, stream = fresh("a")
logger.debug("debug %s", 1)
logger.info("info %(key)s", {"key": "value"})
logger.warning("no arguments %s")
logger.error("%d and %r", 5, "text")
logger.critical(ValueError("an object"))
logger.log(25, "own level")
logger.log(logging.INFO, "stack", stack_info=False)
try:
    1 // 0
except ZeroDivisionError:
    logger.exception("failed")
logger.error("given", exc_info=ValueError("outside"))
print(stream.getvalue().replace(__file__, "FILE"))

child, child_stream = fresh("a.b.c")
child.propagate = True
child.setLevel(logging.NOTSET)
logger.setLevel(logging.WARNING)
stream.truncate(0)
stream.seek(0)
child.info("dropped")
child.warning("both")
print(stream.getvalue(), child_stream.getvalue(), child.getEffectiveLevel(), child.parent is logger, child.name, child.isEnabledFor(10), child.hasHandlers(), logger.getChild("b").name, sorted(l.name for l in logger.getChildren()))
middle = logging.getLogger("a.b")
print(child.parent is middle, middle.parent is logger, logging.getLogger("a.b") is middle, logging.getLogger() is logging.root, logging.getLogger("root") is logging.root)

filtered, out = fresh("filtered")
filtered.addFilter(lambda record: "keep" in record.getMessage())
class Changes(logging.Filter):
    def filter(self, record):
        record.msg = record.msg.replace("keep", "KEPT")
        return record
filtered.handlers[0].addFilter(Changes())
filtered.info("keep this %s", "one")
filtered.info("drop this")
print(out.getvalue(), logging.Filter("a.b").filter(logging.makeLogRecord({"name": "a.b.c"})), logging.Filter("a.b").filter(logging.makeLogRecord({"name": "a.bc"})))
for style, form in (("%", "%(message)s %(levelno)d"), ("{", "{message:>8} {levelname!r}"), ("$", "$message ${levelno}")):
    logger, out = fresh(f"style{style}", form=form, style=style)
    logger.info("text")
    print(out.getvalue(), end="")
for arguments in (("%(none)s x", None, "%"), ("no field", None, "%"), ("{message", None, "{"), ("$", None, "$"), ("x", None, "q"), ("{0}", None, "{"), ("%(message)z", None, "%")):
    attempt(lambda: type(logging.Formatter(*arguments)).__name__)
logger, out = fresh("defaults", form="%(message)s %(extra)s", defaults={"extra": "default"})
logger.info("one")
logger.info("two", extra={"extra": "given"})
print(out.getvalue(), end="")
attempt(logger.info, "x", extra={"message": 1})
attempt(logger.info, "x", wrong=1)
attempt(logger.log, "INFO", "x")
attempt(logger.setLevel, "WRONG")
attempt(logger.setLevel, 1.5)
attempt(logger.addHandler, 5)
attempt(logging.getLogger, 5)
print(logging.getLevelName(20), logging.getLevelName("INFO"), logging.getLevelName(25), logging.getLevelNamesMapping()["WARN"], logging.addLevelName(25, "NOTICE"), logging.getLevelName(25), logging.getLevelName("NOTICE"))


class Adapter(logging.LoggerAdapter):
    def process(self, msg, kwargs): return f"[{self.extra['id']}] {msg}", kwargs


logger, out = fresh("adapted")
adapter = Adapter(logger, {"id": 7})
adapter.info("text %s", 5)
adapter.warning("w")
logging.LoggerAdapter(logger, {"x": 1}, merge_extra=True).info("merged", extra={"y": 2})
print(out.getvalue(), adapter.isEnabledFor(10), adapter.name, repr(adapter), repr(logger), repr(logger.handlers[0]).split(" ")[0])


class Memory(logging.Handler):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.records = []
    def emit(self, record): self.records.append((record.levelname, record.getMessage(), record.args, record.funcName, record.lineno - first, record.module, record.process is not None))


import sys
memory = Memory(logging.INFO)
logger.handlers[:] = [memory]


def function():
    logger.info("from a function")
    logger.info("one above", stacklevel=2)


first = function.__code__.co_firstlineno
function()
logger.debug("below the handler")
logger.info("a dict %(a)s", {"a": 1})
print(memory.records)
logging.disable(logging.INFO)
print(logger.isEnabledFor(logging.INFO), logger.isEnabledFor(logging.WARNING))
logging.disable(logging.NOTSET)
logger.disabled = True
logger.error("disabled")
logger.disabled = False
print(len(memory.records))
record = logging.makeLogRecord({"msg": "%s %s", "args": (1,), "levelname": "X"})
attempt(record.getMessage)
print(logging.LogRecord("n", 20, "/path/file.py", 5, "msg", (), None).filename, str(logging.LogRecord("n", 20, "p", 5, "msg %s", (1,), None)), logging.lastResort, logging.raiseExceptions, logging.Formatter().usesTime(), logging.Formatter("%(asctime)s").usesTime())
logging.basicConfig(stream=(basic := io.StringIO()), format="%(levelname)s-%(message)s", level="INFO", force=True)
logging.info("basic")
logging.debug("no")
print(basic.getvalue(), len(logging.root.handlers))
attempt(logging.basicConfig, filename="x", stream=basic, force=True)
attempt(logging.basicConfig, wrong=1, force=True)
attempt(logging.basicConfig, style="q", force=True)
