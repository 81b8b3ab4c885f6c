"""Base64 and relatives."""
import binascii

_STD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def _bytes(s):
    if isinstance(s, str):
        try:
            return s.encode("ascii")
        except UnicodeEncodeError:
            raise ValueError("string argument should contain only ASCII characters")
    return bytes(s)


def b64encode(s, altchars=None):
    if isinstance(s, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    s = bytes(s)
    out = []
    for i in range(0, len(s), 3):
        chunk = s[i:i + 3]
        n = int.from_bytes(chunk.ljust(3, b"\0"), "big")
        text = "".join(_STD[(n >> shift) & 63] for shift in (18, 12, 6, 0))
        out.append(text[: len(chunk) + 1].ljust(4, "="))
    encoded = "".join(out).encode()
    if altchars is not None:
        encoded = encoded.replace(b"+", altchars[:1]).replace(b"/", altchars[1:2])
    return encoded


def b64decode(s, altchars=None, validate=False):
    text = _bytes(s).decode("latin-1")
    if altchars is not None:
        altchars = _bytes(altchars).decode()
        text = text.replace(altchars[0], "+").replace(altchars[1], "/")
    if validate and any(c not in _STD + "=" for c in text):
        raise binascii.Error("Only base64 data is allowed")
    text = "".join(c for c in text if c in _STD or c == "=")
    bare = text.rstrip("=")
    if "=" in bare:
        bare = bare[: bare.index("=")]
    if len(bare) % 4 == 1:
        raise binascii.Error(f"Invalid base64-encoded string: number of data characters ({len(bare)}) cannot be 1 more than a multiple of 4")
    if len(bare) % 4 and len(text) - len(bare) < 4 - len(bare) % 4:
        raise binascii.Error("Incorrect padding")
    out = bytearray()
    for i in range(0, len(bare), 4):
        chunk = bare[i:i + 4]
        n = 0
        for c in chunk:
            n = n << 6 | _STD.index(c)
        n <<= 6 * (4 - len(chunk))
        out.extend(n.to_bytes(3, "big")[: len(chunk) - 1])
    return bytes(out)


standard_b64encode, standard_b64decode = b64encode, b64decode


def urlsafe_b64encode(s):
    return b64encode(s).replace(b"+", b"-").replace(b"/", b"_")


def urlsafe_b64decode(s):
    return b64decode(_bytes(s).replace(b"-", b"+").replace(b"_", b"/"))


def b16encode(s):
    return bytes(s).hex().upper().encode()


def b16decode(s, casefold=False):
    text = _bytes(s).decode()
    if casefold:
        text = text.upper()
    if len(text) % 2 or any(digit not in "0123456789ABCDEF" for digit in text):
        raise binascii.Error("Odd-length string" if set(text) <= set("0123456789ABCDEF") else "Non-base16 digit found")
    return bytes.fromhex(text)


def encodebytes(s):
    encoded = b64encode(s)
    return b"".join(encoded[i:i + 76] + b"\n" for i in range(0, len(encoded), 76))


def decodebytes(s):
    return b64decode(s)


def b32encode(s):
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    s = bytes(s)
    out = []
    for i in range(0, len(s), 5):
        chunk = s[i:i + 5]
        n = int.from_bytes(chunk.ljust(5, b"\0"), "big")
        text = "".join(alphabet[(n >> shift) & 31] for shift in range(35, -1, -5))
        out.append(text[: (len(chunk) * 8 + 4) // 5].ljust(8, "="))
    return "".join(out).encode()


def b32decode(s, casefold=False, map01=None):
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    text = _bytes(s).decode().rstrip("=")
    if casefold:
        text = text.upper()
    bits = "".join(f"{alphabet.index(c):05b}" for c in text)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits) - len(bits) % 8, 8))
