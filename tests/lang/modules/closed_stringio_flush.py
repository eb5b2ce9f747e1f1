from lib.attempts import attempt
import io
s = io.StringIO()
s.close()
for name in ("readable", "writable", "seekable", "flush", "isatty", "close", "newlines", "line_buffering", "closed"):
    print(name, end=" ")
    attempt(lambda: getattr(s, name)() if callable(getattr(s, name)) else getattr(s, name))
