# posix, errno, _stat: files, directories, descriptors, structures.
import errno, _stat, posix

def attempt(function, *args, **keywords):
    try:
        result = function(*args, **keywords)
    except Exception as error:
        shown = getattr(error, 'filename', None), getattr(error, 'filename2', None)
        print(type(error).__name__, error, shown)
    else:
        print(repr(result))

base = '/tmp/typhon-posix-%d' % posix.getpid()
posix.mkdir(base)
path = base + '/file'
descriptor = posix.open(path, posix.O_RDWR | posix.O_CREAT, 0o640)
print(posix.write(descriptor, b'hello world'), posix.lseek(descriptor, 6, 0), posix.read(descriptor, 100))
posix.ftruncate(descriptor, 5)
found = posix.fstat(descriptor)
print(found.st_size, found[6], _stat.filemode(found.st_mode), _stat.S_ISREG(found.st_mode))
print(type(found).__name__, type(found).__module__, len(found), found.n_fields, found.n_sequence_fields, found.n_unnamed_fields)
print(posix.get_inheritable(descriptor), posix.get_blocking(descriptor), posix.isatty(descriptor))
second = posix.dup(descriptor)
posix.set_inheritable(second, True)
print(posix.get_inheritable(second))
posix.close(second)
posix.close(descriptor)
attempt(posix.close, descriptor)
posix.utime(path, (1, 2.5))
print(posix.stat(path).st_atime, posix.stat(path).st_mtime, posix.stat(path).st_mtime_ns)
posix.utime(path, ns=(10**9 + 1, -1))
print(posix.stat(path).st_atime_ns, posix.stat(path).st_mtime_ns, posix.stat(path).st_mtime)
posix.chmod(path, 0o600)
print(oct(posix.stat(path).st_mode))
posix.symlink('file', base + '/link')
print(posix.readlink(base + '/link'), _stat.S_ISLNK(posix.lstat(base + '/link').st_mode))
posix.mkdir(base + '/sub')
posix.mkfifo(base + '/fifo')
print(sorted(posix.listdir(base)), sorted(posix.listdir(base.encode())))
with posix.scandir(base) as entries:
    for entry in sorted(entries, key=lambda entry: entry.name):
        print(entry, entry.is_dir(), entry.is_file(), entry.is_symlink(), entry.is_file(follow_symlinks=False),
              entry.path == base + '/' + entry.name, entry.inode() == posix.lstat(entry.path).st_ino)
directory = posix.open(base, posix.O_RDONLY)
print(posix.stat('file', dir_fd=directory).st_size, sorted(posix.listdir(directory)))
posix.rename('file', 'moved', src_dir_fd=directory, dst_dir_fd=directory)
posix.unlink('moved', dir_fd=directory)
posix.close(directory)
for name in ('link', 'fifo'):
    posix.unlink(base + '/' + name)
posix.rmdir(base + '/sub')
posix.rmdir(base)

for arguments in [(1.5,), (None,), ('a\0b',), (b'a\0b',), (-5,), (2**70,), ('/nope',), (b'/nope',), (10000,)]:
    attempt(posix.stat, *arguments)
attempt(posix.stat, '/nope', dir_fd=1.5)
attempt(posix.stat, 5, dir_fd=3)
attempt(posix.stat, 5, follow_symlinks=False)
attempt(posix.rename, '/nope/x', '/nope/y')
attempt(posix.rename, 1, 'y')
attempt(posix.listdir, '/nope')
attempt(posix.listdir, 1.5)
attempt(posix.mkdir, '/')
attempt(posix.open, '/nope', 2**40)
attempt(posix.read, 10000, 1)
attempt(posix.read, 0, -1)
attempt(posix.write, 1, 'a')
attempt(posix.putenv, 'a=b', 'c')
attempt(posix.putenv, '', 'c')
attempt(posix.utime, '/nope', (1, 2), ns=(1, 2))
attempt(posix.utime, '/nope', 5)
attempt(posix.chown, '/nope', -2, 1)
attempt(posix.chown, '/nope', 'a', 1)
attempt(posix.sysconf, 'foo')
attempt(posix.sysconf, 1.5)
attempt(posix.waitpid, -1, 0)
attempt(posix.execv, '/nope', [])
attempt(posix.execv, '/nope', ['a'])
attempt(posix.urandom, -1)
attempt(posix.strerror, 5)
attempt(posix.waitstatus_to_exitcode, 0x100)
attempt(posix.waitstatus_to_exitcode, 9)
attempt(posix.waitstatus_to_exitcode, 0x7f)

class Path:
    def __init__(self, path): self.path = path
    def __fspath__(self): return self.path

attempt(posix.stat, Path('/nope'))
attempt(posix.stat, Path(5))
attempt(posix.fspath, Path('x'))
attempt(posix.fspath, 5)
for path in ['a//b/../c/./d', '//a/..', '', '/', '///a/../../b', 'a/..', '../..', b'/a/./b', 'a\0b']:
    print(repr(posix._path_normpath(path)), posix._path_splitroot_ex(path))

# Tuples with named fields.
kind = posix.stat_result
print(kind, kind.__match_args__, kind.st_mode, kind.st_mode.__doc__)
attempt(kind)
attempt(kind, 1)
attempt(kind, (1,))
attempt(kind, range(25))
attempt(kind, range(10), {'foo': 1})
attempt(kind, range(10), 5)
attempt(kind, range(11), {'st_atime': 1})
attempt(kind, range(10))
made = kind(range(10), {'st_atime': 7})
print(made.st_atime, made.st_mtime, made.st_rdev, made[7], made.__reduce__())
attempt(made.__replace__, st_mode=1)
size = posix.terminal_size((80, 25))
print(size, size.columns, size.__replace__(lines=1), size == (80, 25), hash(size) == hash((80, 25)), size[::-1], size + (1,))
attempt(size.__replace__, foo=1)
attempt(size.__replace__, 1)
attempt(setattr, size, 'columns', 1)
attempt(setattr, size, 'other', 1)
attempt(lambda: size.other)
attempt(lambda: type('Derived', (kind,), {}))
match size:
    case posix.terminal_size(columns, lines):
        print(columns, lines)
print(errno.errorcode[2], errno.ENOENT, errno.errorcode[11], errno.errorcode[95], len(errno.errorcode))
print([_stat.filemode(mode) for mode in (0o100644, 0o40755, 0o120777, 0o104755, 0o102650, 0o41777, 0o60600, 0)])
attempt(_stat.S_ISDIR, -1)
attempt(_stat.S_ISDIR, 'a')
print(posix.makedev(2**32 - 1, 2**32 - 1), posix.makedev(-1, -1), posix.makedev(-1, 1) == posix.makedev(2**32 - 1, 1))
attempt(posix.makedev, -2, 1)
attempt(posix.makedev, 2**32, 1)
for bound in (9.25e18, 2.0**63, 2**63, -9.25e18):
    attempt(posix.utime, '/nope', (bound, 0))
attempt(posix.setreuid, 2**70, 0)
attempt(posix.setresgid, 0, 'a', 0)
print(posix.getpid() == posix.getpgid(0) or posix.getpgrp() == posix.getpgid(0), posix.getppid() > 0)
