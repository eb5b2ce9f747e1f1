"""Doc of the module."""
x: int = 1
if x: y: missing
