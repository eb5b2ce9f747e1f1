# SimpleQueue: no wake-up is lost, however many threads begin to wait while items come.
# zeal-args: 3 6
import sys
import threading
from _queue import Empty, SimpleQueue

rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 150
threads = int(sys.argv[2]) if len(sys.argv) > 2 else 40

gate = threading.Barrier(threads + 1)
queues = []
taken = [0] * threads


def consume(number):
    for i in range(rounds):
        gate.wait()
        queue = queues[-1]
        try:
            for j in range(2):
                queue.get(timeout=10)
                taken[number] += 1
        except Empty:
            # A lost wake-up: everybody at the gate is let go with an error.
            gate.abort()
            raise
        gate.wait()


workers = [threading.Thread(target=consume, args=(number,)) for number in range(threads)]
for worker in workers:
    worker.start()
for i in range(rounds):
    queues.append(SimpleQueue())
    gate.wait()
    for item in range(2 * threads):
        queues[-1].put(item)
    gate.wait()
for worker in workers:
    worker.join()
print(sum(taken) == rounds * threads * 2, all(queue.empty() for queue in queues))
