"""str.replace by keywords, and expandtabs by more than a C int."""
from lib.attempts import attempt
attempt("a".replace, old="a", new="b")
attempt("a\t".expandtabs, 2**40)
