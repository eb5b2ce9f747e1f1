import time
runs = ["run"]
time.sleep(0.05)
last = "complete"
