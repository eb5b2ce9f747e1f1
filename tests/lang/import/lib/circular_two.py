import circular_one

circular_one.later
