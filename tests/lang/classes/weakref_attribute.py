"""__weakref__ is the plain reference where there is one, then a proxy, then the newest; calls of references are told apart from making them."""
import weakref
from lib.attempts import attempt


class C: pass
class Own(weakref.ref): pass


c = C()
print(c.__weakref__)
first, second = Own(c), Own(c)
print(c.__weakref__ is second)
proxy = weakref.proxy(c)
print(type(c.__weakref__).__name__)
plain = weakref.ref(c)
called = weakref.ref(c, print)
print(c.__weakref__ is plain, weakref.getweakrefs(c)[0] is plain)
for action in (lambda: plain(1), lambda: plain(1, 2), lambda: plain(x=1), lambda: first(5)):
    attempt(action)
