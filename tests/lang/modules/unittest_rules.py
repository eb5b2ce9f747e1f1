# zeal: 2000 - imports unittest
"""unittest: outcomes of every kind, subtests, fixtures' order, assertions' messages, skipping, expected failures, loading; no times shown."""
import io
import re
import unittest


class Order(unittest.TestCase):
    @classmethod
    def setUpClass(cls): log.append("setUpClass")
    @classmethod
    def tearDownClass(cls): log.append("tearDownClass")
    def setUp(self):
        log.append("setUp")
        self.addCleanup(log.append, "cleanup")
    def tearDown(self): log.append("tearDown")
    def test_b(self): log.append("b")
    def test_a(self):
        """doc of a"""
        log.append("a")
        with self.subTest("text", n=1): pass


class Outcomes(unittest.TestCase):
    def test_fails(self): self.assertEqual(1, 2, "extra")
    def test_error(self): {}["missing"]
    @unittest.skip("reason")
    def test_skipped(self): pass
    @unittest.skipIf(True, "if")
    def test_skip_if(self): pass
    @unittest.skipUnless(True, "never")
    def test_runs(self): pass
    def test_skip_inside(self): self.skipTest("inside")
    @unittest.expectedFailure
    def test_expected(self): self.fail("expected")
    @unittest.expectedFailure
    def test_unexpected(self): pass
    def test_subtests(self):
        for number in range(4):
            with self.subTest(number=number):
                self.assertNotEqual(number % 2, 1)
    def test_returns(self): return None


class SetUpFails(unittest.TestCase):
    def setUp(self): raise RuntimeError("setUp")
    def tearDown(self): log.append("never")
    def test(self): log.append("never")


def run(*kinds, **options):
    suite = unittest.TestSuite()
    for kind in kinds:
        suite.addTests(unittest.defaultTestLoader.loadTestsFromTestCase(kind))
    stream = io.StringIO()
    result = unittest.TextTestRunner(stream, verbosity=2, **options).run(suite)
    text = re.sub(r"in \d+\.\d+s", "in TIME", stream.getvalue())
    text = re.sub(r'File ".*?", line \d+', "File", text)
    print("\n".join(line for line in text.splitlines() if set(line.strip()) - set("~^") or not line.strip()))
    return result


log = []
print(run(Order), log)
print(run(Outcomes))
print(run(SetUpFails), log.count("never"))
print(run(Outcomes, failfast=True).shouldStop)

case = unittest.TestCase()
case.maxDiff = None
checks = [
    lambda: case.assertEqual([1, 2, 3], [1, 2, 4]), lambda: case.assertEqual({"a": 1}, {"a": 2}), lambda: case.assertEqual("one\ntwo\n", "one\n2\n"), lambda: case.assertEqual((1,), (1, 2)), lambda: case.assertEqual({1}, {2}), lambda: case.assertEqual(1, "1"), lambda: case.assertTrue(0), lambda: case.assertFalse("x", "msg"), lambda: case.assertIs(1, 2), lambda: case.assertIsNone(5), lambda: case.assertIn(1, [2]), lambda: case.assertNotIn(1, [1]), lambda: case.assertIsInstance(1, str), lambda: case.assertAlmostEqual(1, 1.1), lambda: case.assertAlmostEqual(1, 1.1, delta=0.01), lambda: case.assertAlmostEqual(1, 1.00000001), lambda: case.assertGreater(1, 2), lambda: case.assertLessEqual(2, 1), lambda: case.assertRegex("abc", "x+"), lambda: case.assertCountEqual([1, 1, 2], [1, 2, 2]), lambda: case.assertRaises(ValueError, int, "5"), lambda: case.assertRaises(ValueError, int, "x"), lambda: case.assertRaisesRegex(ValueError, "nothing", int, "x"), lambda: case.assertRaises(5, int), lambda: case.assertDictEqual({}, []), lambda: case.assertListEqual([1], (1,)), lambda: case.assertMultiLineEqual("a", "b"), lambda: case.assertSequenceEqual([1], (2,)), lambda: case.fail(), lambda: case.assertWarns(UserWarning, int), lambda: case.assertStartsWith("abc", "b"), lambda: case.assertHasAttr(5, "nothing"), lambda: case.assertIsSubclass(int, str), lambda: 5,
]
for check in checks:
    try:
        print("passed", check())
    except Exception as error:
        print(type(error).__name__, error)
with case.assertRaises(KeyError) as caught:
    {}[1]
print(repr(caught.exception), case.shortDescription(), unittest.TestCase("run").id() if hasattr(unittest.TestCase, "run") else "")
for name in ("test_a", "missing"):
    try:
        print(Order(name), Order(name).shortDescription(), Order(name) == Order(name), hash(Order(name)) == hash(Order(name)))
    except ValueError as error:
        print(re.sub("__main__.", "", str(error)))
loader = unittest.TestLoader()
loader.testNamePatterns = ["*_a"]
print(loader.getTestCaseNames(Order), unittest.FunctionTestCase(len).countTestCases(), unittest.TestSuite([Order("test_a")]).countTestCases(), list(unittest.TestSuite([Order("test_b")])))


class Async(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self): log.append("asyncSetUp")
    async def test_it(self):
        self.assertEqual(await self.value(), 5)
        self.addAsyncCleanup(self.cleaned)
    async def cleaned(self): log.append("async cleanup")
    async def value(self): return 5


log.clear()
print(run(Async).wasSuccessful(), log)
