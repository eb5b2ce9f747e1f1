"""Keys whose `==` changes the container that is searched, each time: searches end all the same."""


class Key:
    def __init__(self, number):
        self.number = number

    def __hash__(self):
        return 1

    def __eq__(self, other):
        global compared
        compared += 1
        if compared < 1000:
            change(compared + 10)
        return isinstance(other, Key) and self.number == other.number


def run(name, operation):
    global compared
    compared = 0
    result = operation()
    print(name, result, "in a few steps" if compared < 10 else compared)


def keys(container):
    return sorted(key.number for key in container if isinstance(key, Key))


table = {Key(1): "one"}
change = lambda number: table.__setitem__(number, number)
run("set", lambda: table.__setitem__(Key(2), "two"))
run("replace", lambda: table.__setitem__(Key(1), "first"))
run("setdefault", lambda: table.setdefault(Key(1), "other"))
run("setdefault", lambda: table.setdefault(Key(3), "three"))
run("get", lambda: table.get(Key(2)))
run("in", lambda: Key(4) in table)
run("pop", lambda: table.pop(Key(2)))
run("pop", lambda: table.pop(Key(5), None))
print(keys(table), table[Key(1)])

members = {Key(1)}
change = lambda number: members.add(number)
run("add", lambda: members.add(Key(2)))
run("add", lambda: members.add(Key(1)))
run("in", lambda: Key(2) in members)
run("discard", lambda: members.discard(Key(1)))
run("discard", lambda: members.discard(Key(5)))
print(keys(members))

# Taken out and put back by what compares.
table = {Key(1): "one"}


def change(number):
    value = table.pop(number - 1, None)
    table[number] = value


run("set", lambda: table.__setitem__(Key(2), "two"))
print(keys(table))
