# zeal: 1500 - imports argparse
"""argparse: actions, types, choices, subcommands, groups, defaults, abbreviations, errors in full, usage and help texts."""
import argparse
import io
import sys
from contextlib import redirect_stderr, redirect_stdout


def parser(**options):
    return argparse.ArgumentParser(prog="prog", exit_on_error=options.pop("exit_on_error", True), color=False, **options)


def parse(made, *texts):
    for text in texts:
        out, errors = io.StringIO(), io.StringIO()
        with redirect_stderr(errors), redirect_stdout(out):
            try:
                result = str(made.parse_args(text.split()))
            except SystemExit as stop:
                result = f"exit {stop.code}"
            except argparse.ArgumentError as error:
                result = f"ArgumentError {error}"
        print(repr(text), result, out.getvalue(), errors.getvalue().strip().splitlines()[-1:] or "")


p = parser(description="A description.", epilog="An epilog.")
p.add_argument("source", help="where from")
p.add_argument("rest", nargs="*", type=int, default=[7])
p.add_argument("-v", "--verbose", action="count", default=0)
p.add_argument("-o", "--output", metavar="FILE", required=False)
p.add_argument("--level", type=float, choices=[1.0, 2.5])
p.add_argument("--flag", action=argparse.BooleanOptionalAction)
p.add_argument("--const", action="store_const", const=42)
p.add_argument("--add", action="append", type=int)
p.add_argument("--many", nargs="+", action="extend")
p.add_argument("--two", nargs=2, metavar=("A", "B"))
p.add_argument("--maybe", nargs="?", const="const", default="default")
parse(p, "a", "a 1 2", "a -vvv -v", "a -ofile", "a --output=file", "a --out x", "a --level 2.5", "a --level 3", "a --level x", "a --flag", "a --no-flag", "a --const", "a --add 1 --add 2", "a --many x y --many z", "a --two 1 2", "a --two 1", "a --maybe", "a --maybe x", "", "a x", "a --wrong", "a --verbose=1", "a -- -1", "-- -a", "a -o", "a --ma x", "a --m x", "a -vo file", "a 1 --add 5 2")
print(p.format_usage(), p.format_help(), sep="")
p = parser(allow_abbrev=False, argument_default=argparse.SUPPRESS, prefix_chars="+-", fromfile_prefix_chars="@")
p.add_argument("++plus", dest="added", type=int)
p.add_argument("-n", type=lambda text: int(text, 16))
group = p.add_mutually_exclusive_group(required=True)
group.add_argument("--one", action="store_true")
group.add_argument("--other", action="store_false")
parse(p, "--one", "--one --other", "", "--one ++plus 5", "--one -n ff", "--one -n zz", "--one --pl 1", "--one @missing_file")
p = parser()
commands = p.add_subparsers(dest="command", required=True, title="commands", metavar="CMD")
run = commands.add_parser("run", aliases=["r"], help="runs it")
run.add_argument("what", choices=["x", "y"])
run.set_defaults(function="run function")
stop = commands.add_parser("stop")
stop.add_argument("-f", action="store_true", deprecated=False)
parse(p, "run x", "r y", "stop -f", "stop x", "run z", "", "unknown", "run", "-h", "run -h")
p = parser(exit_on_error=False)
p.add_argument("--number", type=int)
parse(p, "--number x", "--number 5", "--unknown")
print(p.parse_known_args(["--number", "5", "--extra", "y"]), p.get_default("number"), p.parse_args([], argparse.Namespace(number=9, kept=1)))


class Action(argparse.Action):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, (values, option_string))


def positive(text):
    if int(text) <= 0: raise argparse.ArgumentTypeError(f"{text} is not positive")
    return int(text)


p = parser()
p.add_argument("--act", action=Action)
p.add_argument("--pos", type=positive, help="a %(type)s with %(default)s %%", default="3")
p.add_argument("--version", action="version", version="%(prog)s 1.0")
p.add_argument("--hidden", help=argparse.SUPPRESS)
p.add_argument("remainder", nargs=argparse.REMAINDER)
parse(p, "--act 5", "--pos 5", "--pos -5", "--pos x", "--version", "a -b --c", "")
print(p.format_help())
for arguments, options in ((("--x",), {"nargs": 0}), (("x",), {"required": True}), (("--x",), {"action": "wrong"}), (("--x",), {"type": "wrong"}), (("--act",), {}), (("x", "y"), {}), ((), {}), (("--",), {}), (("--x",), {"action": "store_true", "nargs": 1}), (("x",), {"dest": "y"}), (("--x",), {"metavar": ("A", "B")}), (("--x",), {"nargs": "wrong"}), (("--x",), {"choices": 5}), (("-",), {}), (("--x",), {"help": "%(wrong)s"}), (("--q",), {"action": "store_const"}), (("--two",), {"nargs": -1})):
    try:
        p.add_argument(*arguments, **options)
        print(arguments, options, "accepted")
    except Exception as error:
        print(type(error).__name__, error)
print(argparse.Namespace(b=1, a="x"), argparse.Namespace(a=1) == argparse.Namespace(a=1), "a" in argparse.Namespace(a=1), vars(argparse.Namespace(z=1)), argparse.Namespace(**{"with space": 1}))
