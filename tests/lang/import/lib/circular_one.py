import circular_two

circular_two.later
