"""What `sysconfig` knows of how Typhon was built: no C compiler is involved, and there is no global lock."""

import sys

build_time_vars = {
    'CC': '',
    'CFLAGS': '',
    'EXE': '',
    'EXT_SUFFIX': '.typhon314.so',
    'HAVE_FORK': 1,
    'Py_DEBUG': 0,
    'Py_ENABLE_SHARED': 0,
    'Py_GIL_DISABLED': 1,
    'SHLIB_SUFFIX': '.so',
    'SOABI': 'typhon314',
    'VERSION': '3.14',
    'WITH_DOC_STRINGS': 1,
    'exec_prefix': sys.base_exec_prefix,
    'prefix': sys.base_prefix,
}
