"""Runs the property scripts on this Python and on another one, seed after seed, and compares their digests.

    compare.py OTHER-PYTHON [seeds [rounds [first seed]]]

Every script has its own families; a family that differs is named with its seed, and `SCRIPT.py SEED ROUNDS FAMILY` prints its cases on either
side. The last line counts the cases compared.
"""

import os
import subprocess
import sys

SCRIPTS = ("numbers", "texts", "containers")


def digests(python, script, seed, rounds):
    """What a script prints: family, number of cases, digest."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), script + ".py")
    process = subprocess.Popen([python, path, str(seed), str(rounds)], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONHASHSEED": "0"})
    return process


def answer(process):
    text = process.communicate()[0]
    return {line.split()[0]: tuple(line.split()[1:]) for line in text.splitlines()}, process.returncode


def main():
    other = sys.argv[1]
    seeds, rounds, first = [int(text) for text in sys.argv[2:5]] + [10, 300, 1][len(sys.argv[2:5]):]
    cases = differences = 0
    for seed in range(first, first + seeds):
        for script in SCRIPTS:
            ours, theirs = [answer(digests(python, script, seed, rounds)) for python in (sys.executable, other)]
            if ours[1] or theirs[1]:
                print(f"{script}.py {seed} {rounds}: ended with {ours[1]} here, with {theirs[1]} there")
                differences += 1
            for family in theirs[0]:
                if ours[0].get(family) != theirs[0][family]:
                    print(f"{script}.py {seed} {rounds} {family} differs", flush=True)
                    differences += 1
                cases += int(theirs[0][family][0])
    print(f"{cases} cases of {seeds} seeds, {differences} differences")
    return min(differences, 1)


if __name__ == "__main__":
    sys.exit(main())
