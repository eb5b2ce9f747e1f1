"""Read-only views of what is no mapping."""
from types import MappingProxyType
from lib.attempts import attempt
attempt(MappingProxyType, [])
attempt(MappingProxyType, ())
attempt(MappingProxyType)
attempt(MappingProxyType, {}, {})
