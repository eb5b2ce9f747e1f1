# zeal: 800 - imports statistics
"""statistics and difflib: means, spreads, modes over odd data; matching blocks, opcodes, unified texts, close matches; refusals."""
import difflib
import statistics as st
from fractions import Fraction
from lib.attempts import attempt


data = [1, 2, 2, 3.5, 4]
print(st.mean(data), st.fmean(data), st.median(data), st.median_low([1, 2, 3, 4]), st.median_high([1, 2, 3, 4]), st.mode(data), st.multimode("aabb"), st.pvariance(data), st.variance([1, 2, 3]), round(st.stdev(data), 10), round(st.pstdev(data), 10), st.geometric_mean([1, 100]), st.harmonic_mean([40, 60]), st.quantiles(range(10)), st.quantiles([1, 2, 3], n=2, method="inclusive"), st.mean([Fraction(1, 3), Fraction(2, 3)]), st.mean([True, False]), st.median_grouped([1, 2, 2, 3]), st.fmean([1, 2], weights=[3, 1]), st.covariance([1, 2, 3], [1, 2, 4]), round(st.correlation([1, 2, 3], [1, 2, 4]), 10), st.linear_regression([1, 2], [3, 5]), st.mean([1e308, 1e308]), st.mean([float("inf"), 1]), st.median([float("inf"), 1]), st.mode([]) if False else "", st.harmonic_mean([0, 1]), st.variance([Fraction(1, 2), 1]), sep="\n")
for action in (lambda: st.mean([]), lambda: st.mean(["a"]), lambda: st.mean(5), lambda: st.median([]), lambda: st.median(["a", "b"]), lambda: st.mode([]), lambda: st.multimode([]), lambda: st.variance([1]), lambda: st.stdev([1]), lambda: st.pvariance([]), lambda: st.geometric_mean([0, 1]), lambda: st.geometric_mean([-1]), lambda: st.harmonic_mean([-1]), lambda: st.harmonic_mean([]), lambda: st.quantiles([1]), lambda: st.quantiles([1, 2], n=0), lambda: st.quantiles([1, 2], method="x"), lambda: st.fmean([]), lambda: st.fmean([1], weights=[0]), lambda: st.fmean([1], weights=[1, 2]), lambda: st.correlation([1], [1]), lambda: st.correlation([1, 2], [1]), lambda: st.correlation([1, 1], [1, 2]), lambda: st.correlation([1, 2], [1, 2], method="x"), lambda: st.linear_regression([1, 1], [1, 2]), lambda: st.covariance([1], [1]), lambda: st.mean([1, None]), lambda: st.NormalDist(0, -1), lambda: st.NormalDist().inv_cdf(0), lambda: st.NormalDist() < st.NormalDist(1), lambda: st.mean([1, Fraction(1, 2), 0.5]), lambda: st.mode([1, "a", 1])):
    attempt(action)
n = st.NormalDist(100, 15)
print(n, round(n.cdf(115), 6), n.inv_cdf(0.5), n + 5, n * 2, n - st.NormalDist(1, 1), -n, n == st.NormalDist(100, 15), n.zscore(130), n.quantiles(2), round(n.pdf(100), 6), st.NormalDist.from_samples([1, 2, 3]), round(n.overlap(st.NormalDist(110, 15)), 6), hash(n) == hash(st.NormalDist(100, 15)))

matcher = difflib.SequenceMatcher(None, "qabxcd", "abycdf")
print(matcher.ratio(), matcher.quick_ratio(), matcher.real_quick_ratio(), matcher.find_longest_match(), matcher.get_matching_blocks(), matcher.get_opcodes(), [list(group) for group in matcher.get_grouped_opcodes(1)])
matcher.set_seqs([1, 2, 3], [2, 3, 4])
print(matcher.get_opcodes(), difflib.SequenceMatcher(lambda x: x == " ", " abcd", "abcd abcd").find_longest_match(0, 5, 0, 9), difflib.SequenceMatcher(a="", b="").ratio(), difflib.SequenceMatcher(None, "a" * 250, "a" * 250).ratio(), difflib.SequenceMatcher(None, "a" * 250, "a" * 250, autojunk=False).ratio() if False else "")
a, b = "one\ntwo\nthree\nfour\n".splitlines(True), "one\n2\nthree\nfive\n".splitlines(True)
print("".join(difflib.unified_diff(a, b, "from", "to", "d1", "d2", n=0)), "".join(difflib.context_diff(a, b, n=1)), "".join(difflib.ndiff(a, b)), sep="---\n")
print(list(difflib.unified_diff(["a"], ["a"])), list(difflib.unified_diff([], ["x"], lineterm="")), list(difflib.restore(difflib.ndiff(a, b), 2)) == b, difflib.get_close_matches("appel", ["ape", "apple", "peach", "puppy"]), difflib.get_close_matches("x", []), difflib.get_close_matches("apple", ["apples", "applet"], n=1), list(difflib.diff_bytes(difflib.unified_diff, [b"\xff"], [b"a"], lineterm=b"")), difflib.IS_LINE_JUNK("  # \n"), difflib.IS_CHARACTER_JUNK("\t"))
for action in (lambda: difflib.get_close_matches("a", ["b"], n=0), lambda: difflib.get_close_matches("a", ["b"], cutoff=2), lambda: list(difflib.restore(["x"], 3)), lambda: list(difflib.unified_diff([1], ["a"])), lambda: difflib.SequenceMatcher(None, [[]], [[]]), lambda: list(difflib.unified_diff("ab", b"cd")), lambda: list(difflib.diff_bytes(difflib.unified_diff, ["a"], [b"b"]))):
    attempt(action)
