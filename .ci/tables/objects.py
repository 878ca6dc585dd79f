"""Compares verdicts and decoded values with those of other validators' tests: objects.py APUS CORPUS WORKSPACE."""

import collections
import csv
import ipaddress
import json
import os
import sys

from inspection import conclude, finish, inspect, reason, tell

apus, corpus, work = sys.argv[1:]
with open(f"{corpus}/expectations.csv", newline="") as file:
    rows = list(csv.DictReader(file))
with open(os.path.join(os.path.dirname(__file__), "objects.csv"), newline="") as file:
    table = {row["file"]: row for row in csv.DictReader(file)}
os.chdir(corpus)
common = ["-r", f"{work}/none", "--no-rir-tals"]

# What is only too old, or too young, was read and found good.
TIME = {
    "certificate-expired", "certificate-not-yet-valid", "manifest-stale", "manifest-not-yet-valid", "crl-stale",
    "crl-not-yet-valid",
}
# Files that are not inspected: output of other programs, payload sets (which the shell has a cache serve), routes.
PAYLOADS = {row["file"] for row in rows if row["file"].endswith(".rpki.json")}
left_out = [row for row in rows if row["expected"] == "expected-output"]
# The bare contents of ASPAs take the place of another's.
contents = {row["file"]: f"{work}/{os.path.basename(row['file'])}" for row in rows if row["kind"] == "der"}
inspected = [
    row for row in rows
    if row["expected"] != "expected-output" and row["file"] not in PAYLOADS
    and (row["file"] not in table or table[row["file"]]["reason"])
]


def element(octets, start):
    """Where the content of the DER element at `start` begins, and where it ends."""
    length, begin = octets[start + 1], start + 2
    if length > 0x80:
        count = length & 0x7F
        length, begin = int.from_bytes(octets[begin:begin + count], "big"), begin + count
    return begin, begin + length


def encode(tag, content):
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content


def replace(octets, path, content):
    """The element with the content of the element at `path` replaced."""
    begin, end = element(octets, 0)
    if not path:
        return encode(octets[0], content)
    children, position = [], begin
    while position < end:
        stop = element(octets, position)[1]
        children.append(octets[position:stop])
        position = stop
    children[path[0]] = replace(children[path[0]], path[1:], content)
    return encode(octets[0], b"".join(children))


with open("rpki-client/aspa/AS1000.asa", "rb") as file:
    wrapper = file.read()
for name, path in contents.items():
    with open(name, "rb") as source, open(path, "wb") as target:
        target.write(replace(wrapper, [1, 0, 2, 1, 0], source.read()))

paths = {row["file"]: contents.get(row["file"], row["file"]) for row in inspected}
reports = inspect(apus, list(paths.values()), *common)
strict = inspect(apus, list(paths.values()), *common, "--strict")
tolerant = inspect(
    apus, list(paths.values()), *common, "--strict", "--tolerate", "signed-object-signing-time-missing",
    "--tolerate", "signed-object-not-der",
)
# Valid with the certificate, locator and CRL of the same set, at the instants of its tests.
issuers = [
    option for name in ("ta.cer", "ta.crl", "ripe.tal") for option in ("--issuer", f"rpki-rs/repository/{name}")
]
at = ["--at", "2019-05-01T00:00:00Z"]
valid = inspect(apus, [row["file"] for row in rows if row["expected"] == "valid"], *common, *issuers, *at)
others = inspect(
    apus, [row["file"] for row in rows if row["expected"] == "invalid-under-ta"], *common, *issuers,
    "--at", "2019-04-06T12:00:00Z",
)


def report(row, of=None):
    return (reports if of is None else of).get(paths[row["file"]])


def is_read(row):
    found = reason(report(row))
    # A content in another's wrapper was read when only the wrapper is at fault.
    return found == "valid" or found in TIME or (row["file"] in contents and found == "aspa-resources")


def group(expected, name, is_right):
    members = [row for row in inspected if row["expected"] == expected]
    wrong = []
    for row in members:
        listed = table.get(row["file"])
        if listed and expected in ("parse", "valid", "parse-no-deltas"):
            found = reason(report(row))
            tell(f"{found} ({listed['note']}):", row["file"])
            if found != listed["reason"]:
                wrong.append(f"{row['file']}: {found}, not {listed['reason']}")
        elif not is_right(row):
            wrong.append(f"{row['file']}: {reason(report(row))} ({row['why']})")
    conclude(f"{len(members)} rows {expected}: {name}", wrong)


def is_rejected(row):
    """For the listed reason, once two tolerances are given, and never only for its age."""
    return reason(report(row)) not in TIME | {"valid"} and reason(report(row, tolerant)) == table[row["file"]]["reason"]


def has_no_deltas(row):
    found = report(row)
    return found["verdict"] == "valid" and any("none is used" in note for note in found["notes"])


group("parse", "read, or a newer RFC decides", is_read)
group("reject", "rejected for the reason of the test", is_rejected)
group("valid", "valid in their chain at the instant of the test", lambda row: valid[row["file"]]["chain"] == "valid")
group(
    "invalid-under-ta", "rejected for its issuer",
    lambda row: reason(others.get(row["file"])) == table[row["file"]]["reason"],
)
group("lenient-only", "rejected under every profile", is_rejected)
group("old-profile", "rejected for the reason of the test", is_rejected)
group("parse-no-deltas", "read, without the use of its deltas", has_no_deltas)


def decoded(row):
    """What others decoded, in our form."""
    value = json.loads(row["decoded"])
    match row["kind"]:
        case "mft":
            return str(value["num"]), value["this"], value["next"], value["files"]
        case "roa":
            return value["asn"], sorted((prefix, length) for prefix, length in map(normalized, value["prefixes"]))
        case "aspa":
            return value["customer"], [int(provider.split(":")[0]) for provider in value["providers"]]


def normalized(entry):
    prefix, length = entry
    network = ipaddress.ip_network(prefix)
    return str(network), network.prefixlen if length is None else length


def ours(row):
    value = report(row)["object"]
    try:
        match row["kind"]:
            case "mft":
                return value["number"], value["thisUpdate"], value["nextUpdate"], len(value["files"])
            case "roa":
                entries = [normalized((entry["prefix"], entry.get("maxLength"))) for entry in value["prefixes"]]
                return int(value["asn"][2:]), sorted(entries)
            case "aspa":
                return int(value["customer"][2:]), [int(provider[2:]) for provider in value["providers"]]
    except KeyError:
        return None


compared, undecoded, wrong = 0, collections.Counter(), []
for row in inspected:
    if not row["decoded"]:
        continue
    found = ours(row)
    if found is None:
        # Only where the content itself is at fault.
        undecoded[reason(report(row, tolerant))] += 1
        if row["expected"] in ("parse", "valid", "invalid-under-ta"):
            wrong.append(f"{row['file']}: nothing decoded, {reason(report(row))}")
        continue
    compared += 1
    if found != decoded(row):
        wrong.append(f"{row['file']}: {found}, not {decoded(row)}")
conclude(f"{compared} objects decode to the values that others decoded", wrong)
for code, count in undecoded.most_common():
    tell(f"  nothing to compare in {count}: {code}", "")

unknown = [row for row in inspected if row["expected"] == "unknown"]
for name, of in (("strict", strict), ("default", reports)):
    counts = collections.Counter(reason(report(row, of)) for row in unknown)
    tell(f"verdicts on the {len(unknown)} unknown files under {name}:", "")
    for code, count in counts.most_common():
        tell(f"  {count:4} {code}", "")
conclude(
    "every unknown file has a verdict with its reason",
    [
        row["file"] for row in unknown for of in (strict, reports)
        if report(row, of) is None or (report(row, of)["verdict"] != "valid" and not report(row, of)["rejection"]["clause"])
    ],
)
tell(f"left out: {len(left_out)} files of output of other programs", "")
for row in rows:
    if row["file"] in table and not table[row["file"]]["reason"]:
        tell(f"left out: {row['file']}", table[row["file"]]["note"])
finish()
