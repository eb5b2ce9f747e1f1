import weakref
class Thing: pass
class Named:
    __name__ = "a name"
thing, named = Thing(), Named()
print(repr(weakref.ref(thing)).split(" at ")[1].split("; ")[1], repr(weakref.ref(named)).count("a name"), repr(weakref.ref(Thing)).split("; ")[1].split(" at ")[0], repr(weakref.ref(len)).split("; ")[1].split(" at ")[0] if 0 else "")
print(repr(weakref.proxy(thing)).split(" at ")[0], repr(weakref.proxy(thing)).split("; ")[1].split(" at ")[0])
