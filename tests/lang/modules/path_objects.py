# zeal: 600 - imports pathlib
"""pathlib's pure paths and os.path: parts, joining, matching, relative ones, suffixes, comparison, hashing, refusals."""
import os.path
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from lib.attempts import attempt

P, W = PurePosixPath, PureWindowsPath
for text in ("", ".", "/", "//", "///a", "a/b", "a//b/", "./a", "a/./b", "a/..", "/a/b.tar.gz", ".hidden", "a.", "..", "/..", "a b/é"):
    path = P(text)
    print(repr(text), path, path.parts, path.name, path.stem, path.suffix, path.suffixes, path.parent, path.root, path.anchor, path.is_absolute(), [str(p) for p in path.parents][:3])
for text in ("c:/a", "c:a", "\\\\server\\share\\x", "\\a", "a\\b/c", "c:", "nul.txt", "C:/A/b.TXT"):
    path = W(text)
    print(repr(text), path, path.parts, path.drive, path.root, path.is_absolute(), path.as_posix(), path.name, path.suffix)
print(P("a") / "b", P("a") / "/b", "x" / P("y"), P("a", "b", "../c"), P("a").joinpath("b", "c"), P("a/b").with_name("c"), P("a/b.x").with_suffix(".y"), P("a/b.x").with_suffix(""), P("a/b.x").with_stem("z"), P("/a/b/c").relative_to("/a"), P("/a/b").relative_to("/a/c", walk_up=True), P("/a/b").is_relative_to("/a"), P("a").is_relative_to("b"), P("a/b").with_segments("x", "y"), P("/a b/é").as_uri(), W("c:/x").as_uri())
print(P("a") == P("a/."), P("a") == P("A"), W("a") == W("A"), P("a") < P("b"), P("a") == W("a"), P("a") == "a", hash(P("a")) == hash(P("./a")), hash(W("A")) == hash(W("a")), sorted([P("b"), P("a/c"), P("a")]), {P("x"): 1}[P("x")], bool(P("")), repr(P("a")), str(P("a/b")), bytes(P("é")), os.fspath(P("q")), f"{P('f')}", len(P("a/b").parents), P("a/b/c").parents[0], P("a/b/c").parents[-1], P("a/b/c").parents[0:2])
print(P("a/b.py").match("*.py"), P("a/b.py").match("a/*"), P("/a/b.py").match("/*.py"), P("a/b/c.py").full_match("a/**/*.py"), P("a/b").full_match("**"), P("A").match("a"), W("A").match("a"), P("a").match("a", case_sensitive=False), P("a/b").full_match("a/?"), P("a/[b]").full_match("a/[[]b]"))
for action in (lambda: P("a") / 5, lambda: 5 / P("a"), lambda: P(5), lambda: P(b"a"), lambda: P("a").with_name(""), lambda: P("a").with_name("b/c"), lambda: P("").with_name("x"), lambda: P("a").with_suffix("x"), lambda: P("a").with_suffix("."), lambda: P("").with_suffix(".x"), lambda: P("a").relative_to("b"), lambda: P("/a").relative_to("a"), lambda: P("a").relative_to("..", walk_up=True), lambda: P("a").as_uri(), lambda: P("a") < W("a"), lambda: P("a") < "b", lambda: P("a").match(""), lambda: P("a").parents[5], lambda: P("a").parents["x"], lambda: setattr(P("a"), "name", "x"), lambda: P("a").name.upper(), lambda: P("a").with_stem(""), lambda: P("a").joinpath(5), lambda: PureWindowsPath("a").with_name("b:c"), lambda: type(PurePath("a")).__name__, lambda: type(Path("a")).__name__, lambda: P("a").full_match("")):
    attempt(lambda: str(action())[:60].split(" at 0x")[0])


class Sub(PurePosixPath):
    def __init__(self, *parts, note=None):
        super().__init__(*parts)
        self.note = note
    def with_segments(self, *parts): return type(self)(*parts, note=self.note)


sub = Sub("a", "b", note="kept")
print((sub / "c").note, sub.parent.note, type(sub.parent).__name__, sub.relative_to("a").note, repr(sub), sub == P("a/b"))
print(os.path.join("a", "b", "/c", "d"), os.path.join("a", ""), os.path.join("", "b"), os.path.split("a/b/"), os.path.split("/a"), os.path.split("a"), os.path.splitext(".a.b"), os.path.splitext("a.b/c"), os.path.splitext("..."), os.path.basename("a/"), os.path.dirname("/a/b"), os.path.normpath("a//b/../c/."), os.path.normpath(""), os.path.normpath("//a"), os.path.normpath("/../a"), os.path.commonpath(["/a/b", "/a/c"]), os.path.commonprefix(["abc", "abd"]), os.path.isabs("/a"), os.path.relpath("/a/b", "/a/c"), os.path.expanduser("a"), os.path.splitroot("//x/y"), os.path.splitdrive("c:/a"), os.path.join(b"a", b"b"), os.path.normcase("A"))
for action in (lambda: os.path.join("a", b"b"), lambda: os.path.join(5), lambda: os.path.join(), lambda: os.path.join("a", None), lambda: os.path.commonpath([]), lambda: os.path.commonpath(["/a", "b"]), lambda: os.path.commonprefix([]), lambda: os.path.split(5), lambda: os.path.normpath(None), lambda: os.path.relpath(""), lambda: os.path.exists("a\0b"), lambda: os.path.exists(5.5), lambda: os.fspath(5), lambda: os.fspath(type("F", (), {"__fspath__": lambda s: 5})()), lambda: os.path.join(type("F", (), {"__fspath__": lambda s: "by fspath"})(), "x"), lambda: os.fsencode("é\udcff"), lambda: ascii(os.fsdecode(b"\xff"))):
    attempt(action)
