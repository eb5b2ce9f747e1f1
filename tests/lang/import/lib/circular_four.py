from circular_three import later
