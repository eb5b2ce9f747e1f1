# There is one SimpleNamespace
import sys, types
print(type(sys.implementation) is types.SimpleNamespace, isinstance(sys.implementation, types.SimpleNamespace))
print(types.SimpleNamespace(**vars(sys.implementation)) == sys.implementation)
