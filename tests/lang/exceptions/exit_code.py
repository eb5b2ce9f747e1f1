# exit: 7
import sys


def leave():
    try:
        sys.exit(7)
    finally:
        print("finally runs")


try:
    leave()
except Exception:
    print("no Exception")
