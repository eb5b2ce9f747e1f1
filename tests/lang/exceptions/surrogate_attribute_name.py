class Kind: pass
for action in (lambda: getattr(Kind(), "\ud800"), lambda: {}["\ud800"], lambda: Kind()["x\udfff"] if 0 else setattr(5, "\ud801", 1)):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, ascii(str(error)), ascii(error.args))
