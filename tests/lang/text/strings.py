from lib.attempts import attempt


s = "Hello, World"
print(s.upper(), s.lower(), s.swapcase(), s.title(), s.capitalize(), s.casefold(), len(s), s[0], s[-1], s[1:5], s[::-1], s[::2])
print(s.find("o"), s.find("o", 5), s.rfind("o"), s.find("z"), s.index("W"), s.count("l"), s.startswith("Hell"), s.endswith(("x", "ld")), "World" in s, "" in s)
print(s.replace("l", "L"), s.replace("l", "", 1), s.split(", "), s.partition(", "), s.rpartition("o"), "a,b,,c".split(","), " a  b ".split(), "a b c".split(None, 1), "a,b,c".rsplit(",", 1))
print("-".join(["a", "b"]), "".join([]), "x".join("abc"), "ab" * 3, 0 * "ab", "a" "b", "  pad ".strip() + "|", "xxaxx".strip("x"), "abc".lstrip("a"), "abc".rstrip("bc"))
print("a\nb\r\nc".splitlines(), "a\nb".splitlines(True), "abc".center(9, "*"), "abc".ljust(5) + "|", "abc".rjust(5), "42".zfill(5), "-42".zfill(5), "a\tb".expandtabs(4))
print("abc".isalpha(), "123".isdigit(), "a1".isalnum(), " ".isspace(), "Abc".istitle(), "ABC".isupper(), "abc".islower(), "a_1".isidentifier(), "".isalpha(), "é".isascii())
print("abc" < "abd", "a" < "B", "" < "a", "abc" == "abc", "a" != "b", max("hello"), sorted("hello"), list("abc"), "abc" > "ab", hash("abc") == hash("ab" + "c"))
print(repr("it's"), repr('say "hi"'), repr("both ' and \""), repr("\n\t\\\x00\x7f"), repr("é€😀"), ascii("é€😀"), "\u00e9" == "é", "\u2022", '\x41\101')
print(len("😀é€a"), "😀é€a"[0], "😀é€a"[::-1], "😀é€a"[1:3], "😀é€a".find("€"), "😀" * 2 + "é", "É".lower(), "straße".upper(), "ß".casefold(), ord("😀"), chr(128512), "😀é".encode())
print(r"raw\n", "line\
continued", """triple
quoted""", "tab\tnew", 'single', "\\", "a" 'b' """c""", len("\r\n"), b"bytes"[0], b"ab" + b"c")
print("removeprefix".removeprefix("remove"), "suffix".removesuffix("fix"), "abc".translate({97: "x", 98: None}), str.maketrans("a", "b"), "a.b".replace(".", "\n").split("\n"))
print(str(), str(5), str(None), str([1, "a"]), str(b"x", "ascii"), str({"k": "v"}), repr([None, True, 1.5, "s", b"b", (1,), {2}, {3: 4}, ...]))
attempt(lambda: "abc"[5])
attempt(lambda: "abc"["a"])
attempt(lambda: "abc".index("z"))
attempt(lambda: "a" + 1)
attempt(lambda: "a" * "b")
attempt(lambda: "a" * 1.5)
attempt(lambda: "a" - "b")
attempt(lambda: "".join([1]))
attempt(lambda: "".join(5))
attempt(lambda: "a".split(""))
attempt(lambda: "a".foo)
attempt(lambda: 5 in "abc")
attempt(lambda: "a" < 1)
attempt(lambda: ord("ab"))
attempt(lambda: chr(-1))
attempt(lambda: exec("'abc'[0] = 'x'"))
attempt(lambda: "abc".center("x"))
attempt(lambda: "a".replace(1, 2))
attempt(lambda: b"a" + "b")

# Building large strings, comparing, and using them as keys.
text = ""
for i in range(300):
    text += str(i)
parts = []
for i in range(300):
    parts.append(str(i))
print(len(text), text == "".join(parts), text.count("9"), text[100:110], {text: 1}["".join(parts)])
words = {}
for word in "the cat and the dog and the bird".split():
    words[word] = words.get(word, 0) + 1
print(sorted(words.items(), key=lambda pair: (-pair[1], pair[0])))
print("".join([chr(ord("a") + (i * 7) % 26) for i in range(26)]), "abc".encode("utf-8").decode(), [c for c in "añb"], [*reversed("añb")])


def is_palindrome(text):
    text = "".join([c.lower() for c in text if c.isalnum()])
    return text == text[::-1]


print(is_palindrome("A man, a plan, a canal: Panama"), is_palindrome("no"))


def caesar(text, shift):
    return "".join([chr((ord(c) - 97 + shift) % 26 + 97) if "a" <= c <= "z" else c for c in text])


print(caesar("hello world", 3), caesar(caesar("hello world", 3), -3))
print(*[1, "a", None], sep="|", end="!\n")
print("a", "b", sep="")
print()
print("no newline", end="")
print("", flush=True)
attempt(lambda: print("a", sep=1))
attempt(lambda: print("a", nothing=1))
