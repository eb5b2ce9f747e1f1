# A method's documentation is its function's.
class Class:
    def plain(self):
        pass

    def documented(self):
        "Says something."


print(Class().plain.__doc__, Class().documented.__doc__, type(Class().plain).__doc__)
print(getattr(Class().plain, "__doc__", "missing"), "__doc__" in type(Class().plain).__dict__)
try:
    Class().documented.__doc__ = "other"
except AttributeError as error:
    print(error)
