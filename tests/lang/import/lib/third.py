from lib.fourth import missing_yet
here = 1
