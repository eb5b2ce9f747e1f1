# str
def t(f):
    try:
        r = f()
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print(ascii(r))
t(lambda: "a".find(1)); t(lambda: "a".find()); t(lambda: "a".index("b")); t(lambda: "a".rindex("b"))
t(lambda: "a".count(1)); t(lambda: "a".startswith(1)); t(lambda: "a".startswith((1,))); t(lambda: "a".endswith(1))
t(lambda: "a".join(1)); t(lambda: "a".join([1])); t(lambda: "a".strip(1)); t(lambda: "a".lstrip(1))
t(lambda: "a".split(1)); t(lambda: "a".split("")); t(lambda: "a".split(maxsplit="x")); t(lambda: "a".replace(1,2))
t(lambda: "a".replace("a",2)); t(lambda: "a".partition(1)); t(lambda: "a".partition("")); t(lambda: "a".removeprefix(1))
t(lambda: "a".center(5,1)); t(lambda: "a".center(5,"ab")); t(lambda: "a".center("x")); t(lambda: 1 in "a")
t(lambda: "a"+1); t(lambda: "a"[5]); t(lambda: "a"["x"]); t(lambda: "a"[1.5])
t(lambda: "a"<1); t(lambda: "a".encode("foo")); t(lambda: "é".encode("ascii","foo")); t(lambda: "a".zfill("x"))
t(lambda: "a".expandtabs("x")); t(lambda: str(b"a","utf-8")); t(lambda: str("a","utf-8")); t(lambda: str(1,"utf-8"))
t(lambda: str(b"a")); t(lambda: str(encoding="utf-8")); t(lambda: str(b"\xff",errors="replace")); t(lambda: str.maketrans(1))
t(lambda: str.maketrans("a","bc")); t(lambda: str.maketrans("a",1)); t(lambda: str.maketrans({"ab":1})); t(lambda: str.maketrans({1.5:1}))
t(lambda: "a".translate(1)); t(lambda: "a".translate({97:1.5})); t(lambda: "a".translate({97:-1}))
t(lambda: str()); t(lambda: str(1)); t(lambda: str(None)); t(lambda: str("x"))
t(lambda: str([1,"a"])); t(lambda: "abc"[0]); t(lambda: "abc"[-1]); t(lambda: "abc"[1:])
t(lambda: "abc"[::-1]); t(lambda: "abcdef"[1:5:2]); t(lambda: "aé€😀"[1:3]); t(lambda: "aé€😀"[2:])
t(lambda: "aé€😀"[::-1]); t(lambda: "aé€😀"[3]); t(lambda: len("aé€😀")); t(lambda: "abc"[::0])
t(lambda: "x"*3); t(lambda: 3*"ab"); t(lambda: "é"*3); t(lambda: "€a"*2)
t(lambda: "a"*0); t(lambda: "a"*-1); t(lambda: "a"*1.5); t(lambda: "a"+"é"+"€"+"😀")
t(lambda: "" + "a"); t(lambda: "a"=="a"); t(lambda: "a"!="b"); t(lambda: "a"<"b")
t(lambda: "é">"z"); t(lambda: "€"<"😀"); t(lambda: "ab"<"abc"); t(lambda: "a"==1)
t(lambda: "abc" in "xabcx"); t(lambda: "" in ""); t(lambda: "€" in "a€"); t(lambda: "€" in "abc")
t(lambda: hash("")); t(lambda: repr("it's")); t(lambda: repr('"')); t(lambda: repr("'\""))
t(lambda: repr("\n\t\r\\\x00\x7f\x80\xa0\xad\u0378\ud800\U0001F600é€\u2028")); t(lambda: ascii("é€😀'")); t(lambda: "a" "b")
t(lambda: "hello world".find("o")); t(lambda: "hello world".find("o",5)); t(lambda: "hello world".find("o",5,6)); t(lambda: "hello".find(""))
t(lambda: "hello".find("",5)); t(lambda: "hello".find("",6)); t(lambda: "hello".rfind("l")); t(lambda: "hello".rfind(""))
t(lambda: "hello".rfind("l",0,3)); t(lambda: "hello".rfind("zz")); t(lambda: "hello".index("l",-3)); t(lambda: "hello".count("l"))
t(lambda: "hello".count("")); t(lambda: "aaaa".count("aa")); t(lambda: "hello".count("l",3)); t(lambda: "a€b€c".count("€"))
t(lambda: "a€b€c".rfind("€")); t(lambda: "a€b€c".find("b€")); t(lambda: "😀a😀".rfind("😀")); t(lambda: "hello".find("l",None,None))
t(lambda: "hello".find("l","x")); t(lambda: "hello".startswith("he")); t(lambda: "hello".startswith("lo",3)); t(lambda: "hello".startswith(("x","h")))
t(lambda: "hello".startswith("")); t(lambda: "hello".startswith("",6)); t(lambda: "hello".startswith("",5)); t(lambda: "hello".endswith("lo"))
t(lambda: "hello".endswith("l",0,4)); t(lambda: "hello".endswith(("x","o"))); t(lambda: "hello".endswith("hello!")); t(lambda: "€a".endswith("a"))
t(lambda: "a".startswith("€"))
t(lambda: "a b  c".split()); t(lambda: "  a b  c ".split()); t(lambda: " a b c ".split(None,1)); t(lambda: "a,b,,c".split(","))
t(lambda: "a,b,,c".split(",",1)); t(lambda: "a,b,,c".split(",",0)); t(lambda: "".split()); t(lambda: "".split(","))
t(lambda: "a€b€c".split("€")); t(lambda: "axxbxxc".split("xx",maxsplit=1)); t(lambda: "a b c".rsplit(None,1)); t(lambda: "  a b  c ".rsplit())
t(lambda: "a,b,c".rsplit(",",1)); t(lambda: "a,b,c".rsplit(",")); t(lambda: " a b ".rsplit(None,0)); t(lambda: "\u2003a\u2003b".split())
t(lambda: "a\x1cb".split()); t(lambda: "a\nb\r\nc\rd\x0be\x0cf\x1cg\u2028h\x85i".splitlines()); t(lambda: "a\n\nb\r\n".splitlines(True)); t(lambda: "".splitlines())
t(lambda: "a".splitlines()); t(lambda: "abc".splitlines(keepends=True)); t(lambda: "a.b.c".partition(".")); t(lambda: "abc".partition("."))
t(lambda: "a.b.c".rpartition(".")); t(lambda: "abc".rpartition(".")); t(lambda: ",".join([])); t(lambda: ",".join(["a"]))
t(lambda: ",".join("abc")); t(lambda: "".join(["a","é","€"])); t(lambda: "€".join(["a","b"])); t(lambda: "-".join({"k":1}))
t(lambda: "-".join(("x",))); t(lambda: "ab".join(iter(["1","2"]))); t(lambda: "aXbXc".replace("X","--")); t(lambda: "aXbXc".replace("X","",1))
t(lambda: "abc".replace("","-")); t(lambda: "abc".replace("","-",2)); t(lambda: "abc".replace("b","€")); t(lambda: "a€c".replace("€","b"))
t(lambda: "abc".replace("z","y")); t(lambda: "aaa".replace("a","b",count=2)); t(lambda: "aaa".replace("aa","b")); t(lambda: "".replace("","x"))
t(lambda: "".replace("a","x")); t(lambda: "abc".replace("abcd","x"))
t(lambda: "  x  ".strip()); t(lambda: "xxaxx".strip("x")); t(lambda: "xyaxy".lstrip("xy")); t(lambda: "xyaxy".rstrip("yx"))
t(lambda: "\u3000a\u2003".strip()); t(lambda: "abc".strip("")); t(lambda: "abc".strip(None)); t(lambda: "€a€".strip("€"))
t(lambda: "abc".removeprefix("ab")); t(lambda: "abc".removeprefix("x")); t(lambda: "abc".removesuffix("bc")); t(lambda: "abc".removesuffix(""))
t(lambda: "abc".center(10)); t(lambda: "abc".center(8,"*")); t(lambda: "abc".center(2)); t(lambda: "ab".center(5,"*"))
t(lambda: "abc".center(6,"*")); t(lambda: "abc".ljust(6)+"/"); t(lambda: "abc".rjust(6,".")); t(lambda: "abc".rjust(5,"€"))
t(lambda: "42".zfill(5)); t(lambda: "-42".zfill(5)); t(lambda: "+42".zfill(5)); t(lambda: "".zfill(3))
t(lambda: "--1".zfill(5)); t(lambda: "abc".zfill(2)); t(lambda: "a\tb".expandtabs()); t(lambda: "a\tb\tc".expandtabs(4))
t(lambda: "a\tb".expandtabs(0)); t(lambda: "\t\n\ta".expandtabs(3)); t(lambda: "a\tb".expandtabs(tabsize=-1))
t(lambda: "Hello World".lower()); t(lambda: "Hello World".upper()); t(lambda: "hello wORLD it's".title()); t(lambda: "hELLO".capitalize())
t(lambda: "Hello".swapcase()); t(lambda: "ß".upper()); t(lambda: "ß".casefold()); t(lambda: "ﬁ".upper())
t(lambda: "ΑΣ".lower()); t(lambda: "ΑΣ Σ ΑΣΑ".lower()); t(lambda: "ΑΣ.".lower()); t(lambda: "Σ".lower())
t(lambda: "İ".lower()); t(lambda: "ǆ".title()); t(lambda: "ǆ".upper()); t(lambda: "ŉ".upper())
t(lambda: "straße".upper()); t(lambda: "ΌΔΟΣ".title()); t(lambda: "ǅ".swapcase()); t(lambda: "ﬀ".capitalize())
t(lambda: "ẞ".lower()); t(lambda: "ẞ".casefold()); t(lambda: "Ꭰ".casefold()); t(lambda: "ꭰ".casefold())
t(lambda: "ı".casefold()); t(lambda: "µ".casefold()); t(lambda: "ÀÉ".lower()); t(lambda: "àé".upper())
t(lambda: "ÿ".upper()); t(lambda: "😀a".upper())
t(lambda: "abc".isalpha()); t(lambda: "abc1".isalpha()); t(lambda: "".isalpha()); t(lambda: "é€".isalpha())
t(lambda: "é".isalpha()); t(lambda: "漢字".isalpha()); t(lambda: "abc1".isalnum()); t(lambda: "a b".isalnum())
t(lambda: "½".isalnum()); t(lambda: "123".isdigit()); t(lambda: "²".isdigit()); t(lambda: "½".isdigit())
t(lambda: "½".isnumeric()); t(lambda: "四".isnumeric()); t(lambda: "²".isdecimal()); t(lambda: "٣".isdecimal())
t(lambda: "12.3".isdecimal()); t(lambda: "abc".islower()); t(lambda: "aBc".islower()); t(lambda: "abc1".islower())
t(lambda: "123".islower()); t(lambda: "ABC".isupper()); t(lambda: "ABc".isupper()); t(lambda: "ǅ".isupper())
t(lambda: "ǅ".islower()); t(lambda: "ª".islower()); t(lambda: "Hello World".istitle()); t(lambda: "Hello world".istitle())
t(lambda: "HELLO".istitle()); t(lambda: "ǅ".istitle()); t(lambda: "1A".istitle()); t(lambda: " \t\n".isspace())
t(lambda: "\u2003".isspace()); t(lambda: "\u200b".isspace()); t(lambda: "".isspace()); t(lambda: "abc".isprintable())
t(lambda: "a\n".isprintable()); t(lambda: "".isprintable()); t(lambda: "\xa0".isprintable()); t(lambda: "é".isprintable())
t(lambda: "\ud800".isprintable()); t(lambda: "abc".isascii()); t(lambda: "é".isascii()); t(lambda: "".isascii())
t(lambda: "abc".isidentifier()); t(lambda: "1a".isidentifier()); t(lambda: "_".isidentifier()); t(lambda: "a b".isidentifier())
t(lambda: "".isidentifier()); t(lambda: "é1".isidentifier()); t(lambda: "class".isidentifier()); t(lambda: "℘".isidentifier())
t(lambda: "a·".isidentifier())
t(lambda: "abc".translate({97:"x",98:None,99:100})); t(lambda: "abc".translate(str.maketrans("ab","xy"))); t(lambda: "abc".translate(str.maketrans("ab","xy","c"))); t(lambda: str.maketrans({"a":1,98:"z"}))
t(lambda: "abc".translate("".join(map(chr,range(100))))); t(lambda: "abc".translate({})); t(lambda: "abc".translate({97:"€"}))
t(lambda: "é€😀".encode()); t(lambda: "é".encode("latin-1")); t(lambda: "abc".encode("ascii")); t(lambda: "é€".encode("ascii","ignore"))
t(lambda: "é€".encode("ascii","replace")); t(lambda: "é€😀".encode("ascii","backslashreplace")); t(lambda: "é€".encode("ascii","xmlcharrefreplace")); t(lambda: "€".encode("latin-1","replace"))
t(lambda: "\ud800".encode("utf-8","surrogatepass")); t(lambda: "\udcff".encode("utf-8","surrogateescape")); t(lambda: "\udcff".encode("ascii","surrogateescape")); t(lambda: "a".encode("UTF8"))
t(lambda: "a".encode("Latin_1")); t(lambda: "a".encode(1)); t(lambda: "a".encode("utf-8",1)); t(lambda: "\ud800".encode("utf-8","replace"))
t(lambda: "\ud800".encode("utf-8","ignore")); t(lambda: "\ud800a".encode("utf-8","backslashreplace"))
t(lambda: b"\xc3\xa9\xe2\x82\xac".decode()); t(lambda: b"\xff\xfea".decode("utf-8","replace")); t(lambda: b"\xe2\x82a".decode("utf-8","replace")); t(lambda: b"\xf0\x9f\x98".decode("utf-8","ignore"))
t(lambda: b"a\xffb".decode("utf-8","backslashreplace")); t(lambda: b"a\xffb".decode("utf-8","surrogateescape")); t(lambda: b"\xed\xa0\x80".decode("utf-8","surrogatepass")); t(lambda: b"\xed\xa0\x80".decode("utf-8","replace"))
t(lambda: b"\xe9".decode("latin-1")); t(lambda: b"a\xe9".decode("ascii","ignore")); t(lambda: b"a".decode("nope"))
t(lambda: format("abc",">6")); t(lambda: format("abc","^7")); t(lambda: format("abc","*<6")); t(lambda: format("abc",".2"))
t(lambda: format("abc","5.1")); t(lambda: format("abc","s")); t(lambda: format("abc","d")); t(lambda: format("abc","=6"))
t(lambda: format("abc","+")); t(lambda: format("abc",1)); t(lambda: "abc".__format__("")); t(lambda: "%s" % "x")
t(lambda: "abc" "def" % ())
class Index:
    def __index__(self): return 1
print("abc"[Index()], "abc" * Index())
s = ""
for i in range(2000):
    s += "x"
print(len(s))
s = ""
for i in range(300):
    s += chr(i)
print(len(s), s[255:258] == "\xff\u0100\u0101")
x = "abc"
y = x
x += "d"
print(x, y)
for c in "aé€😀": print(ascii(c), ord(c))
print("abc" "def", f"{1}{'a'!r}{2.5:>6}{'é'!a}{x}", f"{x:>{6}}")
print(sorted(["b", "A", "é", "a", "€", "😀"]) == ["A", "a", "b", "é", "€", "😀"])
def store(): "abc"[0] = "x"
t(store)
def store():
    del "abc"[0]
t(store)
class Fmt:
    def __format__(self, spec): return "<" + spec + ">"
    def __str__(self): return "str!"
    def __repr__(self): return "repr!"
print(f"{Fmt():abc}", f"{Fmt()!s}", f"{Fmt()!r:>7}", str(Fmt()), "%s %r" % (Fmt(), Fmt()))
class BadStr:
    def __str__(self): return 1
    def __repr__(self): return 2
t(lambda: str(BadStr()))
t(lambda: repr(BadStr()))
t(lambda: f"{BadStr()}")
print("a" is "a", "".join(["a", "b"]) == "ab")
# growing concatenation: whatever shares memory underneath, each string keeps its own text
s = "ab" * 200
parts = []
for i in range(300):
    s = s + str(i % 10)
    if i % 50 == 0: parts.append(s)
print([len(p) for p in parts], all([s.startswith(p) for p in parts]), s[400:420])
x = parts[1] + "X" * 10
y = parts[1] + "Y" * 10
z = s + "é"
w = s + "€"
print(x[-12:], y[-12:], ascii(z[-3:]), ascii(w[-3:]), s[-3:], len(s + s), (s + s).count("012"), x != y, hash(x) == hash(parts[1] + "X" * 10))
wide = "€" * 300
for i in range(300):
    wide += "a😀"[i == 299]
print(len(wide), ascii(wide[298:302]), ascii(wide[-2:]), wide.count("a"))
d = {}
t2 = ""
for i in range(2000):
    t2 += "k"
    if i > 1990: d[t2] = i
print(sorted(d.values()), d["k" * 1995], t2.upper().count("K"), t2[5:10], repr(t2[:3]))
