//! Where a file of the library is made for the internals of another Python: what is replaced by what, and why.
//!
//! Each edit must find its text, or the build of the image fails: so drift of the library is noticed. Whole modules of our own lie
//! beside this file.

/// One replacement in one file.
pub(crate) struct Edit {
    pub(crate) file: &'static str,
    pub(crate) from: &'static str,
    pub(crate) to: &'static str,
    pub(crate) reason: &'static str,
}

/// Every edit.
pub(crate) const EDITS: &[Edit] = &[
    Edit {
        file: "sysconfig/__init__.py",
        from: "f'_sysconfigdata_{sys.abiflags}_{sys.platform}_{multiarch}',",
        to: "'_sysconfigdata',",
        reason: "one module of our own for every machine",
    },
    Edit {
        file: "sysconfig/__init__.py",
        from: "return 'RustPython'  # XXX: RUSTPYTHON; For site-packages",
        to: "return 'Typhon'",
        reason: "site-packages of our own",
    },
    Edit {
        file: "pickle.py",
        from: "    from _pickle import PickleBuffer\n",
        to: "    from _typhon import PickleBuffer\n",
        reason: "there is no other pickler than the module's own, and so no _pickle",
    },
    Edit {
        file: "site.py",
        from: "return 'RustPython' # XXX: RUSTPYTHON; for site-packages",
        to: "return 'Typhon'",
        reason: "site-packages of our own",
    },
    Edit {
        file: "site.py",
        from: "/lib/rustpython{",
        to: "/lib/typhon{",
        reason: "the user's site-packages of our own",
    },
    Edit {
        file: "importlib/_bootstrap_external.py",
        from: "                        return _compile_bytecode(bytes_data, name=fullname,\n                                                 bytecode_path=bytecode_path,\n                                                 source_path=source_path)\n",
        to: "                        try:\n                            return _compile_bytecode(bytes_data, name=fullname,\n                                                     bytecode_path=bytecode_path,\n                                                     source_path=source_path)\n                        except (EOFError, ImportError, TypeError, ValueError):\n                            _bootstrap._verbose_message('{} is damaged', bytecode_path)\n",
        reason: "a damaged cache is ignored and rewritten, never trusted",
    },
    Edit {
        file: "importlib/_bootstrap_external.py",
        from: "    code = marshal.loads(data)\n",
        to: "    code = _library.load_code(data)\n",
        reason: "as above: also where something stands behind the code",
    },
    Edit {
        file: "importlib/_bootstrap_external.py",
        from: "import _io\n",
        to: "import _library\n",
        reason: "importing does without io: files are read and written whole by one native call",
    },
    Edit {
        file: "importlib/_bootstrap_external.py",
        from: "        if isinstance(self, (SourceLoader, SourcelessFileLoader, ExtensionFileLoader)):\n            \
               with _io.open_code(str(path)) as file:\n                return file.read()\n        else:\n            \
               with _io.FileIO(path, 'r') as file:\n                return file.read()\n",
        to: "        return _library.read_file(path)\n",
        reason: "as above",
    },
    Edit {
        file: "importlib/_bootstrap_external.py",
        from: "        with _io.open(fd, 'wb') as file:\n            file.write(data)\n",
        to: "        try:\n            _library.write_all(fd, data)\n        finally:\n            _os.close(fd)\n",
        reason: "as above",
    },
    Edit {
        file: "importlib/_bootstrap_external.py",
        from: "    source_bytes_readline = ",
        to: "    import _io\n    source_bytes_readline = ",
        reason: "as above",
    },
    Edit {
        file: "zipimport.py",
        from: "import _io  # for open\n",
        to: "def _open_code(path):\n    from _io import open_code\n    return open_code(path)\n",
        reason: "as above",
    },
    Edit { file: "zipimport.py", from: " _io.open_code(", to: " _open_code(", reason: "as above" },
    Edit {
        file: "linecache.py",
        from: "        key = _make_key(code)\n        _interactive_cache[key] = entry\n",
        to: "        key = _make_key(code)\n        _interactive_cache[key] = entry\n\n\nfrom _typhon import command\n\
             if command() is not None:\n    _register_code(*command(), '<string>')\ndel command\n",
        reason: "the text given by -c, for which CPython imports this module at every start with -c",
    },
    Edit {
        file: "platform.py",
        from: "\"RustPython\" in sys_version:\n            name = \"RustPython\"",
        to: "\"Typhon\" in sys_version:\n            name = \"Typhon\"",
        reason: "platform.python_implementation()",
    },
];
