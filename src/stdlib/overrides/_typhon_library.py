"""Importer of the library inside the binary.

A path hook for the directory that the library pretends to lie in, and for the folders of its packages. Everything is read from the
image, which `_library` unpacks; nothing here touches the file system.
"""

import _frozen_importlib as _bootstrap
import _frozen_importlib_external as _external
import _library
import sys

_directory = _library.directory()


def _inside(path):
    """The path in the image of a path in the directory, or None."""
    if path == _directory:
        return ''
    if path.startswith(_directory + '/'):
        return path[len(_directory) + 1:]
    return None


class LibraryLoader(_external._LoaderBasics):
    """Loads one module of the library."""

    def __init__(self, name, path):
        self.name = name
        self.path = path

    def __eq__(self, other):
        return self.__class__ == other.__class__ and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(self.name) ^ hash(self.path)

    def get_code(self, fullname):
        path = self.get_filename(fullname)
        code = _library.get_code(_inside(path), path)
        if code is None:
            raise ImportError(f'{path} is not in the library', name=fullname, path=path)
        return code

    def get_source(self, fullname):
        return _external.decode_source(self.get_data(self.get_filename(fullname)))

    def get_filename(self, fullname=None):
        if fullname is None or fullname == self.name or self.name is None:
            return self.path
        # One loader may be asked about any module of the library.
        found = _library.find(fullname.replace('.', '/'))
        if found is None:
            raise ImportError(f'no module named {fullname!r} in the library', name=fullname)
        return f'{_directory}/{found[0]}'

    def is_package(self, fullname):
        return self.get_filename(fullname).endswith('/__init__.py')

    def get_data(self, path):
        inside = _inside(path)
        data = None if inside is None else _library.read(inside)
        if data is None:
            raise FileNotFoundError(2, 'No such file or directory', path)
        return data

    def get_resource_reader(self, fullname):
        from _typhon_resources import LibraryReader
        return LibraryReader(_inside(self.get_filename(fullname)).rpartition('/')[0])

    def __repr__(self):
        return f'<LibraryLoader {self.path!r}>'


class LibraryFinder:
    """Finds modules in one folder of the library."""

    def __init__(self, path, inside):
        self.path = path
        self._prefix = inside + '/' if inside else ''

    def find_spec(self, fullname, target=None):
        found = _library.find(self._prefix + fullname.rpartition('.')[2])
        if found is None:
            return None
        path = f'{_directory}/{found[0]}'
        spec = _bootstrap.ModuleSpec(fullname, LibraryLoader(fullname, path), origin=path, is_package=found[1])
        spec._set_fileattr = True
        if found[1]:
            spec.submodule_search_locations.append(path.rpartition('/')[0])
        return spec

    def invalidate_caches(self):
        """Nothing is cached."""

    def iter_modules(self, prefix=''):
        """What pkgutil asks: names below this folder, and whether they are packages."""
        folder = self._prefix[:-1]
        for name in _library.names(folder):
            if name.endswith('.py'):
                if name != '__init__.py':
                    yield prefix + name[:-3], False
            elif _library.size(f'{self._prefix}{name}/__init__.py') is not None:
                yield prefix + name, True

    def __repr__(self):
        return f'LibraryFinder({self.path!r})'


def _path_hook(path):
    inside = _inside(path) if isinstance(path, str) else None
    if inside is None or not _library.is_folder(inside):
        raise ImportError('not a folder of the library', path=path)
    return LibraryFinder(path, inside)


def _install():
    """Put the hook in front of those that look into the file system."""
    sys.path_hooks.insert(0, _path_hook)
