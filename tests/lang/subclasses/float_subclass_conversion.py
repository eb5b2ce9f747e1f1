import math, struct, time, cmath
class F(float):
    def __float__(self): return 99.0
f = F(1.5)
print(math.sqrt(f), math.floor(f), math.fsum([f]), math.copysign(f, -1), math.hypot(f, 2), math.isnan(f), math.pow(f, 2), "%.1f" % f, "%g" % f, complex(f), complex(1, f), struct.pack("d", f) == struct.pack("d", 1.5), round(f), float.__add__(f, f), cmath.sqrt(f), f.__float__(), float(f), float.fromhex("1"), math.ldexp(f, 1), math.dist([f], [0]), math.sumprod([f], [1]), math.prod([f]), sum([f, 0.5]), math.gamma(f) == math.gamma(1.5), divmod(f, 1), "{:.1f}".format(f), math.fma(f, 1, 0), math.log(f) == math.log(1.5), math.modf(f))
