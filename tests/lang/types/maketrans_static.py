print(str.maketrans.__qualname__, repr(str.maketrans).split(" at ")[0], bytes.maketrans.__qualname__, str.maketrans.__self__)
