# Patterns, matches and scanners that all threads share: patterns and matches never change, a scanner's step is one.
# zeal-args: 40
import re

from lib.crew import each, rounds, together

N = rounds(200)
text = " ".join([f"word{i}={i * i}" for i in range(N)])
pairs = re.compile(r"(?P<name>[a-z]+)(\d+)=(\d+)")
wanted = [(f"word{i}", str(i), str(i * i)) for i in range(N)]


def shown(match):
    return match["name"] + match[2], match.group(2), match.group(3)


def shares(take):
    """Every match once, each thread's in the order of the text."""
    got = each(lambda number: take())
    places = [[int(place) for _, place, _ in part] for part in got]
    return sorted([one for part in got for one in part]) == sorted(wanted), all([part == sorted(part) for part in places])


found = pairs.finditer(text)
print("finditer", *shares(lambda: [shown(match) for match in found]))

scanner = pairs.scanner(text)


def scan():
    got = []
    while match := scanner.search():
        got.append(shown(match))
    return got


print("scanner", *shares(scan))

# One pattern, one match, used in every way at once.
match = pairs.search(text, text.index(f"word{N // 2}="))
number = int(match[2])


def use(turn):
    for i in range(N // 10):
        if i % 4 == turn % 4:
            assert len(pairs.findall(text)) == N
        assert pairs.sub(r"\2", f"word{i}=5") == str(i)
        assert pairs.split(f"a, word{i}=1, b") == ["a, ", "word", str(i), "1", ", b"]
        assert match.span(2) == (match.start() + 4, match.start() + 4 + len(str(number)))
        assert match.expand(r"\g<name>") == "word" and match.groupdict() == {"name": "word"}
        assert pairs.fullmatch(f"word{i}=0").regs[0] == (0, len(f"word{i}=0"))
    return True


print("one pattern", each(use))


# The module's cache: more patterns than it holds, from all threads.
def compile_many(turn):
    for i in range(N // 2):
        low = i % 700
        assert re.match(f"a{{{low % 50}}}b{low}", "a" * (low % 50) + f"b{low}")
        if i % 97 == 0:
            re.purge()
    return True


print("cache", each(compile_many))
# A function that replaces is called outside of any lock.
print("sub", each(lambda turn: pairs.sub(lambda match: str(len(match[0])), text) == " ".join([str(len(f"word{i}={i * i}")) for i in range(N)])))
