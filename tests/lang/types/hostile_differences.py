from lib.attempts import attempt
import array
class Acts:
    def __init__(self, action): self.action = action
    def act(self):
        action, self.action = self.action, None
        if action: action()
    def __eq__(self, other): self.act()
    def __index__(self):
        self.act()
        return 1
items = [1, 2, 3]
attempt(lambda: items < [1, Acts(items.clear)])
data = bytearray(b"abc")
attempt(lambda: Acts(data.clear) in data)
print(data)
numbers = array.array("i", [1, 2])
attempt(lambda: numbers.__setitem__(0, Acts(lambda: numbers.__delitem__(slice(None)))))
print(numbers)
