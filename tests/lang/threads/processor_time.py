# Processor time is counted for each thread, though many share one of the system's.
# modes: normal - it measures time
import _thread
import resource
import time


def work():
    end = time.thread_time() + 0.004
    while time.thread_time() < end:
        pass


handles, results = [], []


def light():
    resource.getrusage(resource.RUSAGE_THREAD)
    time.sleep(0.01)
    usage = resource.getrusage(resource.RUSAGE_THREAD)
    results.append((time.thread_time_ns() < 3_000_000, usage.ru_utime + usage.ru_stime < 0.003))


before = time.thread_time()
for function in light, work, work, light:
    handles.append(_thread.start_joinable_thread(function))
for handle in handles:
    handle.join()
print(results)
print(time.thread_time() - before < 0.01, time.thread_time() >= before)
