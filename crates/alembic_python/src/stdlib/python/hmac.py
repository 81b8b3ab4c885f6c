"""Keyed hashes."""
import hashlib


class HMAC:
    def __init__(self, key, msg=None, digestmod=""):
        self._make = (lambda data=b"": hashlib.new(digestmod, data)) if isinstance(digestmod, str) else digestmod
        block = self._make().block_size
        if len(key) > block:
            key = self._make(key).digest()
        key = key.ljust(block, b"\0")
        self._outer = bytes(b ^ 0x5C for b in key)
        self._inner = self._make(bytes(b ^ 0x36 for b in key))
        if msg is not None:
            self.update(msg)

    def update(self, msg):
        self._inner.update(msg)

    def digest(self):
        return self._make(self._outer + self._inner.digest()).digest()

    def hexdigest(self):
        return self.digest().hex()


def new(key, msg=None, digestmod=""):
    return HMAC(key, msg, digestmod)


def digest(key, msg, digest):
    return HMAC(key, msg, digest).digest()


def compare_digest(a, b):
    return a == b
