"""Counters and accounts under locks: nothing lost, nothing made; waits with and without limits."""
import _thread
import time

from lib.crew import arguments, check, ok, together

THREADS = 4
ACCOUNTS = 6


def work(number, random, size, state):
    counted = timeouts = 0
    for step in range(size * 4):
        way = random.below(5)
        if way < 2:
            with state.lock:
                before = state.count
                if random.below(4) == 0:
                    time.sleep(0)
                state.count = before + 1
            counted += 1
        elif way == 2:
            if state.lock.acquire(timeout=0.0005 * random.below(3)):
                state.count += 1
                counted += 1
                state.lock.release()
            else:
                timeouts += 1
        else:
            # Two locks, always in order of their numbers.
            a, b = random.below(ACCOUNTS), random.below(ACCOUNTS)
            if a == b:
                continue
            first, second = state.locks[min(a, b)], state.locks[max(a, b)]
            with first:
                with second:
                    amount = random.below(100)
                    state.accounts[a] = [state.accounts[a][0] - amount]
                    state.accounts[b] = [state.accounts[b][0] + amount]
    return counted, timeouts


class State:
    count = 0


seed, size = arguments()
state = State()
state.lock = _thread.allocate_lock()
state.locks = [_thread.allocate_lock() for _ in range(ACCOUNTS)]
state.accounts = [[1000] for _ in range(ACCOUNTS)]
results = together(THREADS, work, size, state)
check(state.count == sum([counted for counted, _ in results]), "count", state.count, results)
check(sum([account[0] for account in state.accounts]) == 1000 * ACCOUNTS, "money", state.accounts)
check(not state.lock.locked() and not any([lock.locked() for lock in state.locks]), "a lock stayed locked")
ok("counted", state.count, "timeouts", sum([timeouts for _, timeouts in results]))
