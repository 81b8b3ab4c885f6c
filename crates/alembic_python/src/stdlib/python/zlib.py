"""Checksums; compression is not followed."""
import _alembic_native as _native
from binascii import crc32


class error(Exception):
    pass


def adler32(data, value=1):
    a, b = value & 0xFFFF, value >> 16
    for byte in data:
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return b << 16 | a


def compress(data, /, level=-1, wbits=15):
    return _native.unsupported("zlib.compress")


def decompress(data, /, wbits=15, bufsize=16384):
    return _native.unsupported("zlib.decompress")
