# zeal: 3000 - the traceback module is read and compiles each suggestion
import traceback
for source in ("pritn(1)\nwhlie True: pass", "fro x in y: pass", "clas A: pass", "improt sys", "def f():\n    retrun 1", "if x:\n  pass\nesle:\n  pass", "tru:\n  pass", "form x import y"):
    try:
        compile(source, "s", "exec")
    except SyntaxError as error:
        print(traceback.format_exception_only(error)[-1], end="")
