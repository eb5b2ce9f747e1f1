# zeal: 20 - it imports much of the library
"""Templates and interpolations are copied and pickled."""
import copy, pickle
name = "n"
template = t"a{name!r:>5}b"
for twin in (copy.copy(template), copy.deepcopy(template), pickle.loads(pickle.dumps(template))):
    print(twin)
print(copy.copy(template.interpolations[0]), pickle.loads(pickle.dumps(template.interpolations[0])))
