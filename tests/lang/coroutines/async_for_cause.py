"""An iterator whose next item cannot be awaited: the cause is what await says."""
class Kind:
    def __init__(self, answer): self.answer = answer
    def __aiter__(self): return self
    def __anext__(self): return self.answer
async def collect(source): return [item async for item in source]
for answer in (5, None, iter([1])):
    try:
        collect(Kind(answer)).send(None)
    except TypeError as error:
        print(error, repr(error.__cause__).split(" at 0x")[0])
