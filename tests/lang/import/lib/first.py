print("first begins")
from lib import second
print("first sees", second.name, hasattr(second, "late"))
name = "first"
