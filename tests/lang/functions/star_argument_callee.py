"""What is unpacked for a call of what is no function."""
from lib.attempts import attempt
def spread(callee, args): return callee(*args)
def spread_keywords(callee, args): return callee(**args)
for callee in (1, "text", [1], None, len, print):
    attempt(spread, callee, 5)
    attempt(spread_keywords, callee, 5)
