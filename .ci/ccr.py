#!/usr/bin/env python3
"""Reads canonical cache representations (draft-ietf-sidrops-rpki-ccr) without anything of Apus.

ccr.py show FILE            the states of FILE: number of elements and digest, which is verified
ccr.py list FILE            every element, one a line
ccr.py compare GOLDEN FILE [STATE...]
                            exit status 1 when the digest of a state differs, with up to five of the elements that
                            only one of both has; STATE is manifests, vrps, aspas, tas or rks (default: all but rks)
"""
import hashlib
import ipaddress
import sys

STATES = {0xA1: "manifests", 0xA2: "vrps", 0xA3: "aspas", 0xA4: "tas", 0xA5: "rks"}


def elements(data, start, end):
    """The elements of a container: (tag, start of content, end, start of header)."""
    while start < end:
        length, content = data[start + 1], start + 2
        if length & 0x80:
            count = length & 0x7F
            length = int.from_bytes(data[content:content + count], "big")
            content += count
        if content + length > end:
            sys.exit(f"element at {start} ends beyond its container")
        yield data[start], content, content + length, start
        start = content + length


class CacheRepresentation:
    def __init__(self, path):
        with open(path, "rb") as file:
            self.data = file.read()
        (info,) = elements(self.data, 0, len(self.data))
        kind, content = self.inside(info)
        if self.octets(kind).hex() != "2a864886f70d0109100136":
            sys.exit(f"{path}: not a canonical cache representation")
        (structure,) = self.inside(content)
        fields = list(self.inside(structure))
        self.produced = self.octets(fields[1]).decode()
        self.digests, self.lists = {}, {}
        for field in fields[2:]:
            name = STATES.get(field[0], hex(field[0]))
            (state,) = self.inside(field)
            parts = list(self.inside(state))
            _, _, end, start = parts[0]
            digest = self.octets(parts[-1])
            if hashlib.sha256(self.data[start:end]).digest() != digest:
                sys.exit(f"{path}: wrong digest of {name}")
            self.digests[name] = digest.hex()
            self.lists[name] = parts[0]

    def inside(self, element):
        return elements(self.data, element[1], element[2])

    def octets(self, element):
        return self.data[element[1]:element[2]]

    def number(self, element):
        return int.from_bytes(self.octets(element), "big")

    def list(self, name):
        """The elements of a state as lines."""
        if name not in self.lists:
            return
        for element in self.inside(self.lists[name]):
            yield from getattr(self, name)(element)

    def manifests(self, element):
        digest, size, aki, number, this_update, locations, *rest = self.inside(element)
        where = [self.octets(list(self.inside(location))[1]).decode() for location in self.inside(locations)]
        keys = [self.octets(key).hex() for part in rest for key in self.inside(part)]
        yield (f"{self.octets(digest).hex()} {self.number(size)} octets of {self.octets(aki).hex()}"
               f" number {self.number(number)} at {self.octets(this_update).decode()} {' '.join(where)}"
               f" above {','.join(keys) or 'none'}")

    def vrps(self, element):
        asn, families = self.inside(element)
        for family in self.inside(families):
            afi, addresses = self.inside(family)
            width, kind = (4, ipaddress.IPv4Address) if self.number(afi) == 1 else (16, ipaddress.IPv6Address)
            for address in self.inside(addresses):
                bits, *rest = self.inside(address)
                unused, *octets = self.octets(bits)
                length = 8 * len(octets) - unused
                yield (f"AS{self.number(asn)} {kind(bytes(octets).ljust(width, bytes(1)))}/{length}"
                       f" max {self.number(rest[0]) if rest else length}")

    def aspas(self, element):
        customer, providers = self.inside(element)
        yield f"AS{self.number(customer)} => {' '.join(f'AS{self.number(p)}' for p in self.inside(providers))}"

    def tas(self, element):
        yield self.octets(element).hex()

    def rks(self, element):
        asn, keys = self.inside(element)
        for key in self.inside(keys):
            ski, spki = self.inside(key)
            yield f"AS{self.number(asn)} {self.octets(ski).hex()} {self.data[spki[3]:spki[2]].hex()}"


def compare(golden, file, names):
    left, right = CacheRepresentation(golden), CacheRepresentation(file)
    status = 0
    for name in names:
        if left.digests.get(name) == right.digests.get(name):
            print(f"{name}: same, {left.digests.get(name, 'absent')}")
            continue
        status = 1
        print(f"{name}: DIFFERENT, {left.digests.get(name, 'absent')} and {right.digests.get(name, 'absent')}")
        before, after = set(left.list(name)), set(right.list(name))
        for title, lines in (("only golden", before - after), ("only ours", after - before)):
            for line in sorted(lines)[:5]:
                print(f"   {title}: {line if len(line) <= 200 else line[:200] + '...'}")
            if len(lines) > 5:
                print(f"   {title}: {len(lines)} in all")
        if name in right.digests and before == after:
            print("   the same elements, in another order or encoding")
    return status


def main(arguments):
    match arguments:
        case ["show", file]:
            representation = CacheRepresentation(file)
            print(f"produced at {representation.produced}")
            for name, digest in representation.digests.items():
                print(f"{name}: {digest}, {sum(1 for _ in representation.list(name))}")
        case ["list", file]:
            representation = CacheRepresentation(file)
            for name in representation.digests:
                for line in representation.list(name):
                    print(name, line)
        case ["compare", golden, file, *names]:
            return compare(golden, file, names or ["manifests", "vrps", "aspas", "tas"])
        case _:
            sys.exit(__doc__)
    return 0


sys.exit(main(sys.argv[1:]))
