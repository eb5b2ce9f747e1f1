"""Read-only views of what is no mapping."""
from types import MappingProxyType
def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)
attempt(MappingProxyType, [])
attempt(MappingProxyType, ())
attempt(MappingProxyType)
attempt(MappingProxyType, {}, {})
