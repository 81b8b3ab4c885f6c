"""Addresses and networks. What depends on the registries of reserved ranges is not supported."""
import functools

import _alembic_native as _native

IPV4LENGTH = 32
IPV6LENGTH = 128


class AddressValueError(ValueError):
    pass


class NetmaskValueError(ValueError):
    pass


# What is true of CPython's objects and is not followed here.
_UNKNOWN = {
    "address_exclude",
    "compare_networks",
    "ipv4_mapped",
    "is_global",
    "is_link_local",
    "is_private",
    "is_reserved",
    "is_site_local",
    "scope_id",
    "sixtofour",
    "teredo",
    "reverse_pointer",
}


def _missing(value, name):
    if name in _UNKNOWN:
        return _native.unsupported("ipaddress.%s.%s" % (type(value).__name__, name))
    raise AttributeError("%r object has no attribute %r" % (type(value).__name__, name))


def __getattr__(name):
    if name in ("collapse_addresses", "get_mixed_type_key", "summarize_address_range", "v4_int_to_packed", "v6_int_to_packed"):
        return _native.unsupported("ipaddress." + name)
    raise AttributeError("module 'ipaddress' has no attribute %r" % name)


def _parts4(text):
    if not text:
        raise AddressValueError("Address cannot be empty")
    octets = text.split(".")
    if len(octets) != 4:
        raise AddressValueError("Expected 4 octets in %r" % text)
    number = 0
    for octet in octets:
        try:
            number = number * 256 + _octet(octet)
        except ValueError as error:
            raise AddressValueError("%s in %r" % (error, text)) from None
    return number


def _octet(text):
    if not text:
        raise ValueError("Empty octet not permitted")
    if not (text.isascii() and text.isdigit()):
        raise ValueError("Only decimal digits permitted in %r" % text)
    if len(text) > 3:
        raise ValueError("At most 3 characters permitted in %r" % text)
    if text != "0" and text[0] == "0":
        raise ValueError("Leading zeros are not permitted in %r" % text)
    number = int(text)
    if number > 255:
        raise ValueError("Octet %d (> 255) not permitted" % number)
    return number


def _parts6(text):
    if not text:
        raise AddressValueError("Address cannot be empty")
    groups = text.split(":")
    if len(groups) < 3:
        raise AddressValueError("At least 3 parts expected in %r" % text)
    if "." in groups[-1]:
        low = _parts4(groups.pop())
        groups += ["%x" % (low >> 16), "%x" % (low & 0xFFFF)]
    if len(groups) > 9:
        raise AddressValueError("At most 8 colons permitted in %r" % text)
    gaps = [at for at in range(1, len(groups) - 1) if not groups[at]]
    if len(gaps) > 1:
        raise AddressValueError("At most one '::' permitted in %r" % text)
    if gaps:
        head, tail = groups[: gaps[0]], groups[gaps[0] + 1 :]
        if not head[0]:
            head = head[1:]
            if head:
                raise AddressValueError("Leading ':' only permitted as part of '::' in %r" % text)
        if not tail[-1]:
            tail = tail[:-1]
            if tail:
                raise AddressValueError("Trailing ':' only permitted as part of '::' in %r" % text)
        missing = 8 - len(head) - len(tail)
        if missing < 1:
            raise AddressValueError("Expected at most 7 other parts with '::' in %r" % text)
        groups = head + ["0"] * missing + tail
    else:
        if len(groups) != 8:
            raise AddressValueError("Exactly 8 parts expected without '::' in %r" % text)
        if not groups[0]:
            raise AddressValueError("Leading ':' only permitted as part of '::' in %r" % text)
        if not groups[-1]:
            raise AddressValueError("Trailing ':' only permitted as part of '::' in %r" % text)
    number = 0
    for group in groups:
        if not group or any(c not in "0123456789abcdefABCDEF" for c in group):
            raise AddressValueError("Only hex digits permitted in %r in %r" % (group, text))
        if len(group) > 4:
            raise AddressValueError("At most 4 characters permitted in %r in %r" % (group, text))
        number = number * 65536 + int(group, 16)
    return number


def _text4(number):
    return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))


def _text6(number):
    groups = ["%x" % (number >> shift & 0xFFFF) for shift in range(112, -1, -16)]
    best, length, at = 0, 1, 0
    while at < 8:
        end = at
        while end < 8 and groups[end] == "0":
            end += 1
        if end - at > length:
            best, length = at, end - at
        at = end + 1 if end == at else end
    if length > 1:
        return ":".join(groups[:best]) + "::" + ":".join(groups[best + length :])
    return ":".join(groups)


@functools.total_ordering
class _Address:
    __slots__ = ("_ip",)

    def __init__(self, address):
        if isinstance(address, int):
            if address < 0:
                raise AddressValueError("%d (< 0) is not permitted as an IPv%d address" % (address, self.version))
            if address >> self.max_prefixlen:
                raise AddressValueError(
                    "%d (>= 2**%d) is not permitted as an IPv%d address" % (address, self.max_prefixlen, self.version)
                )
            self._ip = address
        elif isinstance(address, bytes):
            if len(address) * 8 != self.max_prefixlen:
                raise AddressValueError(
                    "%r (len %d != %d) is not permitted as an IPv%d address"
                    % (address, len(address), self.max_prefixlen // 8, self.version)
                )
            self._ip = int.from_bytes(address, "big")
        else:
            text = str(address)
            if "/" in text:
                raise AddressValueError("Unexpected '/' in %r" % text)
            self._ip = self._parse(text)

    def __int__(self):
        return self._ip

    def __str__(self):
        return self._text(self._ip)

    def __repr__(self):
        return "%s(%r)" % (type(self).__name__, str(self))

    def __hash__(self):
        return hash(hex(self._ip))

    def __eq__(self, other):
        if not isinstance(other, _Address):
            return NotImplemented
        return self.version == other.version and self._ip == other._ip

    def __lt__(self, other):
        if not isinstance(other, _Address):
            return NotImplemented
        if self.version != other.version:
            raise TypeError("%s and %s are not of the same version" % (self, other))
        return self._ip < other._ip

    def __add__(self, other):
        if not isinstance(other, int):
            return NotImplemented
        return type(self)(int(self) + other)

    def __sub__(self, other):
        if not isinstance(other, int):
            return NotImplemented
        return type(self)(int(self) - other)

    def __getattr__(self, name):
        return _missing(self, name)

    @property
    def reverse_pointer(self):
        if self.version == 4:
            return ".".join(reversed(str(self).split("."))) + ".in-addr.arpa"
        return ".".join(reversed(self.exploded.replace(":", ""))) + ".ip6.arpa"

    @property
    def packed(self):
        return self._ip.to_bytes(self.max_prefixlen // 8, "big")

    @property
    def compressed(self):
        return str(self)


class IPv4Address(_Address):
    __slots__ = ()
    version = 4
    max_prefixlen = IPV4LENGTH
    _parse = staticmethod(_parts4)
    _text = staticmethod(_text4)

    @property
    def exploded(self):
        return str(self)

    @property
    def is_loopback(self):
        return self._ip >> 24 == 127

    @property
    def is_multicast(self):
        return self._ip >> 28 == 14

    @property
    def is_unspecified(self):
        return self._ip == 0


class IPv6Address(_Address):
    __slots__ = ()
    version = 6
    max_prefixlen = IPV6LENGTH
    _parse = staticmethod(_parts6)
    _text = staticmethod(_text6)

    @property
    def exploded(self):
        return ":".join("%04x" % (self._ip >> shift & 0xFFFF) for shift in range(112, -1, -16))

    @property
    def is_loopback(self):
        return self._ip == 1

    @property
    def is_multicast(self):
        return self._ip >> 120 == 255

    @property
    def is_unspecified(self):
        return self._ip == 0


@functools.total_ordering
class _Network:
    def __init__(self, address, strict=True):
        address, length = self._split(address)
        self.network_address = self._address_class(address)
        self._prefixlen = length
        mask = self._mask(length)
        if int(self.network_address) & mask != int(self.network_address):
            if strict:
                raise ValueError("%s has host bits set" % self)
            self.network_address = self._address_class(int(self.network_address) & mask)

    @classmethod
    def _split(cls, address):
        if isinstance(address, tuple):
            address, length = (*address, cls.max_prefixlen)[:2]
            length = str(length)
        elif isinstance(address, (int, bytes, _Address)):
            length = str(cls.max_prefixlen)
        else:
            address, slash, length = str(address).partition("/")
            if "/" in length:
                raise AddressValueError("Only one '/' permitted in %r" % (address + slash + length))
            if not slash:
                length = str(cls.max_prefixlen)
        if isinstance(address, _Address):
            address = int(address)
        return address, cls._length(length)

    @classmethod
    def _length(cls, text):
        if text.isascii() and text.isdigit() and int(text) <= cls.max_prefixlen:
            return int(text)
        if cls.version == 4 and "." in text:
            try:
                mask = _parts4(text)
            except AddressValueError:
                raise NetmaskValueError("%r is not a valid netmask" % text) from None
            for candidate in (mask, mask ^ 0xFFFFFFFF):
                for length in range(33):
                    if cls._mask(length) == candidate:
                        return length
        raise NetmaskValueError("%r is not a valid netmask" % text)

    @classmethod
    def _mask(cls, length):
        return ((1 << length) - 1) << (cls.max_prefixlen - length)

    def __getattr__(self, name):
        return _missing(self, name)

    def supernet(self, prefixlen_diff=1, new_prefix=None):
        if self._prefixlen == 0:
            return self
        if new_prefix is not None:
            if new_prefix > self._prefixlen:
                raise ValueError("new prefix must be shorter")
            if prefixlen_diff != 1:
                raise ValueError("cannot set prefixlen_diff and new_prefix")
            prefixlen_diff = self._prefixlen - new_prefix
        length = self._prefixlen - prefixlen_diff
        if length < 0:
            raise ValueError("current prefixlen is %d, cannot have a prefixlen_diff of %d" % (self._prefixlen, prefixlen_diff))
        return type(self)((int(self.network_address) & self._mask(length), length))

    @property
    def exploded(self):
        return "%s/%d" % (self.network_address.exploded, self._prefixlen)

    @property
    def with_hostmask(self):
        return "%s/%s" % (self.network_address, self.hostmask)

    @property
    def is_loopback(self):
        return self.network_address.is_loopback and self.broadcast_address.is_loopback

    @property
    def is_multicast(self):
        return self.network_address.is_multicast and self.broadcast_address.is_multicast

    @property
    def is_unspecified(self):
        return self.network_address.is_unspecified and self.broadcast_address.is_unspecified

    @property
    def prefixlen(self):
        return self._prefixlen

    @property
    def netmask(self):
        return self._address_class(self._mask(self._prefixlen))

    @property
    def hostmask(self):
        return self._address_class(self._mask(self._prefixlen) ^ self._mask(self.max_prefixlen))

    @property
    def broadcast_address(self):
        return self._address_class(int(self.network_address) | int(self.hostmask))

    @property
    def num_addresses(self):
        return 1 << (self.max_prefixlen - self._prefixlen)

    @property
    def with_prefixlen(self):
        return "%s/%d" % (self.network_address, self._prefixlen)

    @property
    def with_netmask(self):
        return "%s/%s" % (self.network_address, self.netmask)

    @property
    def compressed(self):
        return str(self)

    def hosts(self):
        first, last = int(self.network_address), int(self.broadcast_address)
        if self._prefixlen < self.max_prefixlen - 1:
            first += 1
            if self.version == 4:
                last -= 1
        for number in range(first, last + 1):
            yield self._address_class(number)

    def subnets(self, prefixlen_diff=1, new_prefix=None):
        length = self._prefixlen + prefixlen_diff if new_prefix is None else new_prefix
        if length < self._prefixlen:
            raise ValueError("new prefix must be longer")
        if length > self.max_prefixlen:
            raise ValueError("prefix length diff %d is invalid for netblock %s" % (length, self))
        step = 1 << (self.max_prefixlen - length)
        for number in range(int(self.network_address), int(self.broadcast_address) + 1, step):
            yield type(self)((number, length))

    def __str__(self):
        return self.with_prefixlen

    def __repr__(self):
        return "%s(%r)" % (type(self).__name__, str(self))

    def __iter__(self):
        for number in range(int(self.network_address), int(self.broadcast_address) + 1):
            yield self._address_class(number)

    def __getitem__(self, n):
        number = int(self.network_address if n >= 0 else self.broadcast_address) + (n if n >= 0 else n + 1)
        if not int(self.network_address) <= number <= int(self.broadcast_address):
            raise IndexError("address out of range")
        return self._address_class(number)

    def __contains__(self, other):
        if not isinstance(other, _Address) or other.version != self.version:
            return False
        return int(self.network_address) <= int(other) <= int(self.broadcast_address)

    def overlaps(self, other):
        return (
            self.network_address in other
            or self.broadcast_address in other
            or other.network_address in self
            or other.broadcast_address in self
        )

    def subnet_of(self, other):
        return self.network_address in other and self.broadcast_address in other

    def supernet_of(self, other):
        return other.subnet_of(self)

    def __hash__(self):
        return hash((int(self.network_address), self._prefixlen))

    def __eq__(self, other):
        if not isinstance(other, _Network):
            return NotImplemented
        return (
            self.version == other.version
            and self.network_address == other.network_address
            and self._prefixlen == other._prefixlen
        )

    def __lt__(self, other):
        if not isinstance(other, _Network):
            return NotImplemented
        if self.version != other.version:
            raise TypeError("%s and %s are not of the same version" % (self, other))
        return (self.network_address, self._prefixlen) < (other.network_address, other._prefixlen)


class IPv4Network(_Network):
    version = 4
    max_prefixlen = IPV4LENGTH
    _address_class = IPv4Address


class IPv6Network(_Network):
    version = 6
    max_prefixlen = IPV6LENGTH
    _address_class = IPv6Address


class _Interface:
    def _join(self, address):
        number, self._prefixlen = self._network_class._split(address)
        self._ip = int(self._network_class._address_class(number))
        self.network = self._network_class((self._ip, self._prefixlen), strict=False)

    @property
    def ip(self):
        return self._network_class._address_class(self._ip)

    @property
    def netmask(self):
        return self.network.netmask

    @property
    def hostmask(self):
        return self.network.hostmask

    @property
    def with_prefixlen(self):
        return "%s/%d" % (self.ip, self._prefixlen)

    @property
    def with_netmask(self):
        return "%s/%s" % (self.ip, self.netmask)

    @property
    def with_hostmask(self):
        return "%s/%s" % (self.ip, self.hostmask)

    def __str__(self):
        return self.with_prefixlen

    def __hash__(self):
        return hash((self._ip, self._prefixlen, int(self.network.network_address)))

    def __eq__(self, other):
        if not isinstance(other, _Address):
            return NotImplemented
        if not isinstance(other, _Interface):
            return False
        return self.version == other.version and self._ip == other._ip and self.network == other.network


class IPv4Interface(_Interface, IPv4Address):
    _network_class = IPv4Network

    def __init__(self, address):
        self._join(address)


class IPv6Interface(_Interface, IPv6Address):
    _network_class = IPv6Network

    def __init__(self, address):
        self._join(address)


def _first(classes, address, what, *args):
    for kind in classes:
        try:
            return kind(address, *args)
        except (AddressValueError, NetmaskValueError):
            pass
    raise ValueError("%r does not appear to be an IPv4 or IPv6 %s" % (address, what))


def ip_address(address):
    return _first((IPv4Address, IPv6Address), address, "address")


def ip_network(address, strict=True):
    return _first((IPv4Network, IPv6Network), address, "network", strict)


def ip_interface(address):
    return _first((IPv4Interface, IPv6Interface), address, "interface")
