import time
time.sleep(0.02)
import lib.left
name = "right"
