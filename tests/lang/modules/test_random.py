"""_random: the very numbers of the Mersenne Twister."""
import _random
import _statistics


def show(code):
    try:
        result = eval(code)
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    print(code, "->", result)


for seed in ["0", "1", "-5", "2**32", "2**100 + 7", "True", "1.5", "b'abc' == 5"]:
    show(f"[_random.Random({seed}).random() for _ in range(2)]")
r = _random.Random(42)
print([r.random() for _ in range(5)], [r.getrandbits(k) for k in (1, 5, 32, 33, 64, 100)])
for _ in range(700):
    r.getrandbits(8)
state = r.getstate()
one = [r.random() for _ in range(3)]
r.setstate(state)
print(one == [r.random() for _ in range(3)], state[:3], state[624])
r.seed(42)
print(r.random())
r.seed()
print(0 <= r.random() < 1)
for code in ["r.getrandbits(-1)", "r.getrandbits(0)", "r.getrandbits(1.5)", "r.getrandbits(2**70)", "r.setstate(1)", "r.setstate((1,))", "r.setstate(('a',) * 625)", "r.setstate((1,) * 624 + (700,))", "_random.Random(1, 2)", "_random.Random([])",
             "_random.Random(a=1)", "r.seed(1, 2)", "_statistics._normal_dist_inv_cdf(0.3, 1, 2)", "_statistics._normal_dist_inv_cdf(0, 1, 2)", "_statistics._normal_dist_inv_cdf(0.999999, 0, 1)", "_statistics._normal_dist_inv_cdf(1e-300, 0, 1)",
             "_statistics._normal_dist_inv_cdf(0.01, 5, 0.5)"]:
    show(code)


class Sub(_random.Random):
    def random(self):
        return 5


print(Sub(1).random(), Sub(1).getrandbits(8))
