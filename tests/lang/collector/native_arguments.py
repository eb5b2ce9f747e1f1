"""Arguments of native functions are alive while these call Python code, also where the caller's window ends below that of a frame further down."""
import gc


class Mapping:
    def keys(self):
        gc.collect()
        return [list(range(100)) and "key"]

    def __getitem__(self, key):
        gc.collect()
        return [key]


class Text:
    def __format__(self, specification):
        gc.collect()
        return str([list(range(100)) and "text"])


def update():
    made = {}
    made.update(Mapping(), c=[3], **{"d": [4]})
    return made


def formatted():
    return "{} {} {x} {y}".format(Text(), [[6]], x=[7], **{"y": [8]})


# A window of many words, whose first ones the calls begin at.
a = 1
print([a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a].count(a))
made = update()
print(made)
text = formatted()
print(text)
