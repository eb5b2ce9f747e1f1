"""A planted bug for `typhon-explore`: two threads take two locks in different orders."""
import _thread

first = _thread.allocate_lock()
second = _thread.allocate_lock()
moved = []


def move(source, target, name):
    with source:
        with target:
            moved.append(name)


threads = [
    _thread.start_joinable_thread(lambda: move(first, second, "there")),
    _thread.start_joinable_thread(lambda: move(second, first, "back")),
]
for thread in threads:
    thread.join()
print("moved", sorted(moved))
