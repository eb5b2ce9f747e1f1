# exit: 1
# err: a message
import sys

try:
    sys.exit()
except SystemExit as error:
    print(repr(error), error.code)
try:
    sys.exit((1, 2))
except SystemExit as error:
    print(repr(error), error.code)
print("before")
sys.exit("a message")
