class Loud(set):
    def __iter__(self): print("iter", end=" "); return super().__iter__()
    def __len__(self): print("len", end=" "); return super().__len__()
print({9}.isdisjoint(Loud([1])))
print(Loud([1]).__reduce__()[1:])
print(Loud([1]).__reduce_ex__(2)[1:])
