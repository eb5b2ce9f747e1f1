print("unloaded is loaded")
value = 2
