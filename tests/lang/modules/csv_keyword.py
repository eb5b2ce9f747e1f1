from lib.attempts import attempt
import csv
attempt(csv.reader, [], wrong=1)
attempt(csv.Dialect)
attempt(csv.register_dialect, "x", wrong=1)
