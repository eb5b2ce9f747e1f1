print("second begins")
import lib.first
print("second sees first half made:", hasattr(lib, "first"))
name = "second"


def later():
    return lib.first.name
