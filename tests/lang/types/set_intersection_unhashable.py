"""What sets say of things without a hash depends on what they do with them."""
def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)
attempt(set([1]).intersection, [[]])
attempt(set([1]).intersection_update, [[]])
attempt(set([1]).isdisjoint, [[]])
attempt(set([1]).difference, [[]])
