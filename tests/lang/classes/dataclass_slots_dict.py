# zeal: 40 - it imports dataclasses
"""Dataclasses with slots have no dictionary."""
import dataclasses
@dataclasses.dataclass(slots=True)
class Slots:
    x: int
@dataclasses.dataclass(slots=True, weakref_slot=True)
class Weak:
    x: int
for kind in (Slots, Weak):
    print("__dict__" in vars(kind), hasattr(kind(1), "__dict__"), sorted(name for name in vars(kind) if name in ("__dict__", "__weakref__")))
