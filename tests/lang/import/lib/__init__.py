print("lib begins")
