# bytes
def t(f):
    try:
        r = f()
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print(ascii(r))
t(lambda: b"a".find("a")); t(lambda: b"a".find(300)); t(lambda: b"a".index(b"x")); t(lambda: b"a".count("a"))
t(lambda: b"a".startswith("a")); t(lambda: b"a".startswith(("a",))); t(lambda: b"a".join(1)); t(lambda: b"a".join([1]))
t(lambda: b"a".strip("a")); t(lambda: b"a".split("a")); t(lambda: b"a".split(b"")); t(lambda: b"a".replace("a",b""))
t(lambda: b"a".partition("a")); t(lambda: b"a".partition(b"")); t(lambda: b"a".removeprefix("a")); t(lambda: b"a".center(5,1))
t(lambda: b"a".center(5,b"ab")); t(lambda: b"a".center(5,"a")); t(lambda: "a" in b"a"); t(lambda: 300 in b"a")
t(lambda: b"a"+"a"); t(lambda: b"a"+1); t(lambda: b"a"[5]); t(lambda: b"a"["x"])
t(lambda: b"a"<"a"); t(lambda: b"a".decode("foo")); t(lambda: b"a".hex(":")); t(lambda: b"abcdef".hex(":",2))
t(lambda: b"abcdef".hex(":",-4)); t(lambda: b"a".hex("ab")); t(lambda: bytes.fromhex("4 1")); t(lambda: bytes.fromhex("41 42"))
t(lambda: bytes.fromhex("4g")); t(lambda: bytes.fromhex("414")); t(lambda: bytes(3)); t(lambda: bytes(-1))
t(lambda: bytes("a")); t(lambda: bytes("a","utf-8")); t(lambda: bytes([1,2])); t(lambda: bytes([256]))
t(lambda: bytes(["a"])); t(lambda: bytes(1.5)); t(lambda: bytes(b"a","utf-8")); t(lambda: bytes(1,"utf-8"))
t(lambda: bytes()); t(lambda: bytes(10**30)); t(lambda: b"a".translate(b"x")); t(lambda: b"abc".translate(None,b"b"))
t(lambda: bytes.maketrans(b"a",b"bc")); t(lambda: b"a".zfill(5)); t(lambda: b"-5".zfill(5)); t(lambda: b"a b".title())
t(lambda: b"a\tb".expandtabs()); t(lambda: b"a"*2); t(lambda: 2*b"a"); t(lambda: b"a"*"x")
t(lambda: bytes(None)); t(lambda: bytes([1.5])); t(lambda: b"a".hex(1)); t(lambda: b"x".fromhex(1))
t(lambda: b"a".find(b"a","x")); t(lambda: b"a"[0:1]); t(lambda: b"abc"[::-1]); t(lambda: bytes(encoding="utf-8"))
t(lambda: bytes("a",errors="x")); t(lambda: b"a".splitlines(True)); t(lambda: b"a\r\nb\x0bc".splitlines()); t(lambda: hash(b"a")==hash("a"))
t(lambda: b"a".endswith(1)); t(lambda: bytes.fromhex(b"41")); t(lambda: b"a".lstrip(1)); t(lambda: b"a".rsplit(1))
t(lambda: b"abc"); t(lambda: b'it\'s'); t(lambda: b"\x00\n\t\r\\\xff"); t(lambda: b'"\'')
t(lambda: b"abc"[0]); t(lambda: b"abc"[-1]); t(lambda: b"abc"[1:]); t(lambda: b"abc"[::2])
t(lambda: len(b"abc")); t(lambda: 97 in b"abc"); t(lambda: b"bc" in b"abc"); t(lambda: list(b"ab"))
t(lambda: b"a"+b"b"); t(lambda: b"a"==b"a"); t(lambda: b"a"<b"b"); t(lambda: b"a"=="a")
t(lambda: b"a"!=b"b"); t(lambda: hash(b"")==0); t(lambda: {b"a":1}[b"a"]); t(lambda: b"hello".find(b"l"))
t(lambda: b"hello".find(108)); t(lambda: b"hello".rfind(b"l")); t(lambda: b"hello".find(b"z")); t(lambda: b"hello".index(b"l",3))
t(lambda: b"hello".rindex(108)); t(lambda: b"hello".count(b"l")); t(lambda: b"hello".count(b"")); t(lambda: b"hello".startswith(b"he"))
t(lambda: b"hello".startswith((b"x",b"h"))); t(lambda: b"hello".endswith(b"lo",2)); t(lambda: b",".join([b"a",b"b"])); t(lambda: b"".join([]))
t(lambda: b"a b  c".split()); t(lambda: b"a,b".split(b",")); t(lambda: b"a,b,c".rsplit(b",",1)); t(lambda: b" a b ".rsplit(None,1))
t(lambda: b"a.b.c".partition(b".")); t(lambda: b"a.b.c".rpartition(b".")); t(lambda: b"abc".partition(b"x")); t(lambda: b"  x ".strip())
t(lambda: b"xax".strip(b"x")); t(lambda: b" x ".lstrip()); t(lambda: b" x ".rstrip()); t(lambda: b"aXb".replace(b"X",b"--"))
t(lambda: b"aaa".replace(b"a",b"b",2)); t(lambda: b"abc".replace(b"",b"-")); t(lambda: b"Hello".upper()); t(lambda: b"Hello".lower())
t(lambda: b"hELLO w".capitalize()); t(lambda: b"Hello".swapcase()); t(lambda: b"ab".center(6,b"*")); t(lambda: b"ab".ljust(4))
t(lambda: b"ab".rjust(4,b".")); t(lambda: b"abc".isalpha()); t(lambda: b"12".isdigit()); t(lambda: b"a1".isalnum())
t(lambda: b" ".isspace()); t(lambda: b"Ab C".istitle()); t(lambda: b"ab".islower()); t(lambda: b"AB".isupper())
t(lambda: b"\xff".isascii()); t(lambda: b"abc".removeprefix(b"a")); t(lambda: b"abc".removesuffix(b"c")); t(lambda: b"ab".hex())
t(lambda: b"a".__getnewargs__()); t(lambda: b"abc".translate(bytes.maketrans(b"ab",b"xy"))); t(lambda: b"abc".decode()); t(lambda: bytes(range(5)))
t(lambda: bytes(b"x")); t(lambda: str(b"x"))
def store(): b"abc"[0] = 1
t(store)
class B:
    def __bytes__(self): return b"B!"
class Bad:
    def __bytes__(self): return 1
class Index:
    def __index__(self): return 2
t(lambda: bytes(B())); t(lambda: bytes(Bad())); t(lambda: bytes(Index())); t(lambda: b"abc"[Index()])
for x in b"ab": print(x)
t(lambda: b'%s' % b'a'); t(lambda: b'%s' % 'a'); t(lambda: b'%b' % 'a'); t(lambda: b'%b' % B()); t(lambda: b'%s' % 1); t(lambda: b'%c' % 65); t(lambda: b'%c' % b'A'); t(lambda: b'%c' % 'A'); t(lambda: b'%c' % 256); t(lambda: b'%c' % b'AB')
t(lambda: b'%a' % 'é'); t(lambda: b'%r' % 'é'); t(lambda: b'%d' % 5); t(lambda: b'%5.1f|' % 2.55); t(lambda: b'%x' % 255); t(lambda: b'%q' % 1); t(lambda: b'%(a)s' % {b'a': b'x'}); t(lambda: b'%(a)s' % {'a': b'x'}); t(lambda: b'%s' % (b'a', b'b')); t(lambda: b'abc' % 1); t(lambda: b'%d' % 'a'); t(lambda: b'%' % 1)
t(lambda: b'%.2s|%5b' % (b'abc', b'x')); t(lambda: b'%-5s|' % b'a'); t(lambda: b'\xff%d' % 3); t(lambda: b'%i %u %o' % (1, 2, 8)); t(lambda: b'%%' % ()); t(lambda: b'%f' % 'a'); t(lambda: b'%s' % bytes); t(lambda: b'abc' % b'x'); t(lambda: b'%s' % ())


class Derived(bytes):
    pass


class DerivedArray(bytearray):
    pass


for left in [b"a", Derived(b"a"), bytearray(b"a"), DerivedArray(b"a")]:
    t(lambda: left + 5); t(lambda: left + "a"); t(lambda: left.__add__(None)); t(lambda: left + memoryview(b"b"))
