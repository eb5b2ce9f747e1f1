import bisect
for rows in ({}, {0: 1}, {1, 2}):
    try:
        print(bisect.bisect(rows, 1))
    except TypeError as error:
        print(error)
