from lib.third import here
missing_yet = 1
