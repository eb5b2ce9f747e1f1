print("fails runs")
before = 1
raise ValueError("while importing")
