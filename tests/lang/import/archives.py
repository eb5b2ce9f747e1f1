"""Modules and programs in zip archives, and `runpy` on files, directories and archives."""
import importlib
import os
import runpy
import subprocess
import sys
import tempfile
import zipfile
import zipimport

with tempfile.TemporaryDirectory() as folder:
    archive = os.path.join(folder, "archive.zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("zipped.py", "value = 6 * 7\n\ndef fail():\n    raise ValueError('from the archive')\n")
        made.writestr("package/__init__.py", "from . import inner\n")
        made.writestr("package/inner.py", "name = __name__\n")
        made.writestr("package/data.txt", "data\n")
        made.writestr("__main__.py", "import sys, zipped\nprint(__name__, zipped.value, len(sys.argv))\n")
    sys.path.insert(0, archive)
    import package
    import zipped

    print(zipped.value, package.inner.name, type(zipped.__loader__).__name__)
    print(zipped.__file__ == os.path.join(archive, "zipped.py"))
    try:
        zipped.fail()
    except ValueError as error:
        print(error, error.__traceback__.tb_next.tb_frame.f_code.co_name)
    importer = zipimport.zipimporter(archive)
    print(importer.is_package("package"), importer.is_package("zipped"))
    print(importer.get_data(os.path.join(archive, "package", "data.txt")))
    print(importer.get_source("zipped").splitlines()[0])
    try:
        importer.load_module("absent")
    except ImportError as error:
        print(type(error).__name__, str(error).replace(archive, "ARCHIVE"))
    try:
        zipimport.zipimporter(folder + "/nothing.zip")
    except ImportError as error:
        print(str(error).replace(folder, "FOLDER"))
    importlib.invalidate_caches()

    script = os.path.join(folder, "script.py")
    with open(script, "w") as file:
        file.write("result = __name__\n")
    print(runpy.run_path(script)["result"], runpy.run_path(script, {"given": 1}, "named")["result"])
    program = os.path.join(folder, "program")
    os.mkdir(program)
    with open(os.path.join(program, "__main__.py"), "w") as file:
        file.write("print('program', __name__)\n")
    runpy.run_path(program, run_name="__main__")
    runpy.run_path(archive, run_name="__main__")
    print(runpy.run_module("zipped")["value"])
    for path in (archive, program):
        done = subprocess.run([sys.executable, path, "argument"], capture_output=True, text=True)
        print(done.stdout, done.stderr, done.returncode)
    try:
        runpy.run_path(os.path.join(folder, "absent.py"))
    except FileNotFoundError as error:
        print(error.strerror)
