"""`importlib.resources` for the library inside the binary."""

import io
from importlib.resources.abc import Traversable, TraversableResources

import _library


class LibraryPath(Traversable):
    """A file or folder of the library."""

    def __init__(self, inside):
        self._inside = inside

    @property
    def name(self):
        return self._inside.rpartition('/')[2]

    def iterdir(self):
        if not self.is_dir():
            raise NotADirectoryError(str(self))
        prefix = self._inside + '/' if self._inside else ''
        return (LibraryPath(prefix + name) for name in _library.names(self._inside))

    def read_bytes(self):
        data = _library.read(self._inside)
        if data is None:
            kind = IsADirectoryError if self.is_dir() else FileNotFoundError
            raise kind(str(self))
        return data

    def is_dir(self):
        return _library.is_folder(self._inside)

    def is_file(self):
        return _library.size(self._inside) is not None

    def joinpath(self, *descendants):
        path = self._inside
        for descendant in descendants:
            for part in str(descendant).split('/'):
                if part == '..':
                    path = path.rpartition('/')[0]
                elif part not in ('', '.'):
                    path = f'{path}/{part}' if path else part
        return LibraryPath(path)

    def __truediv__(self, child):
        return self.joinpath(child)

    def open(self, mode='r', *args, **kwargs):
        stream = io.BytesIO(self.read_bytes())
        if 'b' in mode:
            return stream
        return io.TextIOWrapper(stream, *args, **kwargs)

    def __eq__(self, other):
        return isinstance(other, LibraryPath) and self._inside == other._inside

    def __hash__(self):
        return hash(self._inside)

    def __str__(self):
        return f'{_library.directory()}/{self._inside}'

    def __repr__(self):
        return f'LibraryPath({str(self)!r})'


class LibraryReader(TraversableResources):
    """The resources of one package."""

    def __init__(self, inside):
        self._inside = inside

    def files(self):
        return LibraryPath(self._inside)

    def resource_path(self, resource):
        # Nothing of the library is a file that could be opened by its path.
        raise FileNotFoundError(resource)
