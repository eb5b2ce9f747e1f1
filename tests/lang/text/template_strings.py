# t-strings (PEP 750).
x=1
t = t"{ x }a{x!r:>{x}}b{x=}{ x = }"
print(t); print(t.strings, t.values)
for i in t: print(i)
print(t+t)
Template, Interpolation = type(t''), type(t'{1}'.interpolations[0])
print(Template.__mro__, Template("a", "b", Interpolation(1,'x'), Interpolation(2), "c"))
try: t + "x"
except TypeError as e: print(e)
try: "x"+t
except TypeError as e: print(e)
try: Template(1)
except TypeError as e: print(e)
try: Interpolation()
except TypeError as e: print(e)
try: Interpolation(1,2)
except TypeError as e: print(e)
try: Interpolation(1,'x','z')
except Exception as e: print(type(e),e)
try: Interpolation(1,'x','r',1)
except Exception as e: print(type(e),e)
try: Template(a=1)
except Exception as e: print(type(e),e)
print(t"{(lambda: 3)()}".interpolations[0].expression, Interpolation.__match_args__, type(iter(t)))
print(repr(t''), list(t''), t'{x:{x}}' )
print(Template.__module__, Template.__name__, type(t).__qualname__)
try: type(t).x=1
except TypeError as e: print(e)
try: t.x=1
except Exception as e: print(type(e),e)
print(Template[int], hash(t)==hash(t), t==t)
try:
    class S(Template): pass
except TypeError as e: print(e)
print(rt'\\n{x}' t'b{x}', t'''{
 x
}'''.interpolations[0].expression, t'{(1,)}', t'{x:{x!r}{x}}', t'a' t'b')
match t'{x}'.interpolations[0]:
    case Interpolation(v, e, c, f): print(v, e, c, f)

