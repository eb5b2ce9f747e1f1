from lib.attempts import attempt
attempt(sorted, [1], wrong=1)
