"""Hashes."""
import _alembic_native as _native

_SIZES = {"md5": (16, 64), "sha1": (20, 64), "sha224": (28, 64), "sha256": (32, 64), "sha384": (48, 128), "sha512": (64, 128)}
algorithms_guaranteed = algorithms_available = set(_SIZES)


class _Hash:
    def __init__(self, name, data=b""):
        self.name = name
        self._data = b""
        self.digest_size, self.block_size = _SIZES.get(name, (0, 0))
        self.update(data)

    def update(self, data):
        if isinstance(data, str):
            raise TypeError("Strings must be encoded before hashing")
        if not isinstance(data, (bytes, bytearray)):
            raise TypeError("object supporting the buffer API required")
        self._data += bytes(data)

    def digest(self):
        return _native.digest(self.name, self._data)

    def hexdigest(self):
        return self.digest().hex()

    def copy(self):
        return _Hash(self.name, self._data)


def new(name, data=b"", *, usedforsecurity=True):
    known = name.lower().replace("-", "")
    if known not in _SIZES:
        raise ValueError(f"unsupported hash type {name}")
    return _Hash(known, data)


def _make(name):
    def make(string=b"", *, usedforsecurity=True):
        return _Hash(name, string)

    make.__name__ = "openssl_" + name
    return make


md5, sha1, sha224, sha256, sha384, sha512 = map(_make, ("md5", "sha1", "sha224", "sha256", "sha384", "sha512"))


def _refuse(name):
    def refuse(*args, **kwargs):
        return _native.unsupported(f"hashlib.{name}")

    return refuse


blake2b, blake2s, sha3_224, sha3_256, sha3_384, sha3_512, shake_128, shake_256, scrypt = map(
    _refuse, ("blake2b", "blake2s", "sha3_224", "sha3_256", "sha3_384", "sha3_512", "shake_128", "shake_256", "scrypt"))


def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    return _native.unsupported("hashlib.pbkdf2_hmac")
