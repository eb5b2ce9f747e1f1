"""What sets say of things without a hash depends on what they do with them."""
from lib.attempts import attempt
attempt(set([1]).intersection, [[]])
attempt(set([1]).intersection_update, [[]])
attempt(set([1]).isdisjoint, [[]])
attempt(set([1]).difference, [[]])
