# zeal: 20 - it compiles many sources
"""Type comments as module ast shows them where asked to, signatures, and what is refused then."""
import ast
S = ["x = 1  # type: int", "x = 1  #type:int  ", "x = (1)   # type: int\ny = 2", "x = y = 1 \\\n  # type: int\n", "def f(a,  # type: int\n  b=(1),  # type: str\n  *c,  # type: A\n  d=1,  # type: D\n  **e  # type: E\n ): # type: (...) -> int\n  pass",
"def f(a):\n  # type: (int) -> str\n  pass","def f(a): # type: (int) -> str\n  pass","def f(a): # type: X\n  # type: Y\n  pass","async def f(a) -> int:\n  # type: Z\n  'doc'\n  return 1","for x in (y):  # type: int\n  pass","for x in y: pass # type: int","with a as b, c:  # type: int\n  pass","with (a, b):  # type: int\n  pass","async def f():\n  async for x in y: # type: Q\n    pass\n  async with z: # type: W\n    pass","pass  # type: int","x  # type: int","# type: int\nx = 1","x = 1\n# type: int","x += 1 # type: int","def f(*, # type: int\n a): pass","def f(a, /, # type: int\n b): pass","x = [1, # type: int\n 2]","x = 1 # type: ignore","x = 1 # type: ignore[foo] bar\n# type: ignore\ny = 2 #type:   ignore\nz=3 # type: ignored\n","# type: ignore","\n\n  # type: ignore x\nx=1","def f():\n  # type: ignore\n  x = 1","x = 1 # type:","x = 1 # type: ","lambda a: 1 # type: int","x = lambda a, b=1: 1 # type: int","if x: # type: int\n  pass","class C: # type: int\n  pass","x: int = 1 # type: int","def f(a # type: int\n): pass","def f(a # type: int\n, b): pass","def f(a=1 # type: int\n): pass","x = 1; y = 2 # type: int","x = 1 # type: int\n# type: ignore\n","def f(a: int, # type: A\n  *, b, # type: B\n c): pass","x = '''# type: int'''","x = yield_ = 5 #type: \tint\t\n", "x = \"a\" # type: ignoré", "return_ = (1, # type: ignore\n 2)", "def f(x): #type: ignore\n  #type: (int) -> int\n  pass", "(x for x in y) # type: int", "x = 1   \\\n # type: ignore\n", "for x in y: # type: int\n  # type: ignore\n  pass\nelse: # type: ignore[z]\n  pass"]
def t(s, **k):
    try: return ast.dump(ast.parse(s, type_comments=True, **k), include_attributes=True)
    except SyntaxError as e: return f"{type(e).__name__} {e.msg} {e.lineno} {e.offset} {e.end_lineno} {e.end_offset} {e.text!r}"
for s in S: print(repr(s)); print("   ", ascii(t(s)))
for s in ["() -> int","(int) -> List[str]","(int, *str, **Any) -> float","(*int) -> None","(**int) -> None","(*int, **str) -> None","(int, *str, *Any) -> float","(int, **str, Any) -> float","(**int, **str) -> float","(","()","() ->","() -> int\n\n","() -> int x","(int,) -> x","(int, str) -> lambda: 1","(...) -> int","int -> x","(a, b)->c # type: int","( a , * b , ** c )->d","((a, b)) -> c","(a for a in b) -> c", "(a := 1) -> c", "() -> a, b", "(x,*y) -> *z", "('a') -> 'b'", "() -> (", "(1 -> 2", "(a\n, b) -> c", " () -> c"]:
    print(repr(s), t(s, mode='func_type'))
for flags in [0x1000]:
    for s in ["x = 1 # type: int", "pass # type: int"]:
        for mode in ['exec', 'single', 'eval']:
            try: print(compile(s, "f", mode, flags) and 'ok')
            except SyntaxError as e: print(mode, e)
