import time
time.sleep(0.05)
last = "complete"
