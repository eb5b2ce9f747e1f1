"""A planted bug for `typhon-explore`: reading and writing a balance are two steps, and another deposit may come between."""
import _thread


class Account:
    def __init__(self):
        self.balance = 0

    def read(self):
        return self.balance

    def write(self, balance):
        self.balance = balance


account = Account()


def deposit():
    for _ in range(3):
        balance = account.read()
        account.write(balance + 1)


threads = [_thread.start_joinable_thread(deposit) for _ in range(3)]
for thread in threads:
    thread.join()
print("balance", account.balance)
assert account.balance == 9, "an update was lost"
