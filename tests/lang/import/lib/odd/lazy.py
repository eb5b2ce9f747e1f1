asked = []


def __getattr__(name):
    asked.append(name)
    if name.startswith("no"):
        raise AttributeError(f"lazy has no {name}")
    if name == "raises":
        raise LookupError("lazy lookup")
    return name.upper()


def __dir__():
    return ["b", "a", "asked"]
