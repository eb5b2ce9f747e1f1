text = "names of " + __package__
