class Body:
    x = 1
    inside = [sorted(locals()) for item in [1]]
    also = [sorted(vars()) for item in [1]]
    names = [sorted(eval("locals()")) for item in [1]]
print(Body.inside, Body.also, Body.names)
exec("print([sorted(locals()) for item in [1]])", {"print": print}, {"sorted": sorted, "locals": locals})
