"""str.replace by keywords, and expandtabs by more than a C int."""
def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)
attempt("a".replace, old="a", new="b")
attempt("a\t".expandtabs, 2**40)
