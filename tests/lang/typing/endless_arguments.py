# modes: normal - the depth is that of the native stack, with a collection at each step under zeal
# A list that contains itself has no end of parameters.
endless = [int]
endless.append(endless)
print(list[endless])
try:
    list[endless].__parameters__
except RecursionError:
    print("RecursionError")
try:
    dict[endless, endless][int]
except RecursionError:
    print("RecursionError")
