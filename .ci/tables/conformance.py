"""Compares verdicts and reasons with those of the conformance suite: conformance.py APUS CORPUS STATE."""

import csv
import os
import sys

from inspection import conclude, finish, inspect, reason, tell

apus, corpus, state = sys.argv[1:]
with open(f"{corpus}/expectations.csv", newline="") as file:
    rows = list(csv.DictReader(file))
with open(os.path.join(os.path.dirname(__file__), "conformance.csv"), newline="") as file:
    table = {row["file"]: row for row in csv.DictReader(file)}
tests = [row for row in rows if row["role"] == "test"]
issuers = [row["file"] for row in rows if row["role"] == "support" and row["file"].endswith(".cer")]
os.chdir(f"{corpus}/tree")

profiles = {
    "strict": ["--strict"],
    "default": [],
    # What the suite could not know of, left aside: RFC 9589 and section 5 of RFC 9582.
    "relaxed": ["--strict", "--tolerate", "signed-object-signing-time-missing", "--tolerate", "roa-as-resources"],
}
common = ["-r", state, "--no-rir-tals"] + [option for issuer in issuers for option in ("--issuer", issuer)]
reports = {name: {} for name in profiles}
for name, options in profiles.items():
    # A file of the suite is meant to be what its name says.
    for extension in ("cer", "crl", "mft", "roa", "gbr"):
        files = [test["file"] for test in tests if test["file"].endswith(extension)]
        reports[name] |= inspect(apus, files, *common, "--type", extension, *options)


def verdict(profile, test):
    report = reports[profile].get(test["file"])
    return report["verdict"] if report else "no report"


conclude(
    f"under strict {len(tests)} tests have the verdict of today's RFCs",
    [f"{t['file']}: {verdict('strict', t)}" for t in tests if verdict("strict", t) != t["expected_strict_today"]],
)

wrong = []
for test in tests:
    if verdict("default", test) == verdict("strict", test):
        continue
    tolerated = [warning["reason"] for warning in reports["default"][test["file"]]["warnings"]]
    cause = reason(reports["strict"].get(test["file"]))
    if verdict("default", test) == "valid" and cause in tolerated:
        tell(f"default tolerates {cause}:", test["file"])
    else:
        wrong.append(f"{test['file']}: {reason(reports['default'].get(test['file']))}")
conclude("under default only tolerances make a difference", wrong)

wrong = []
for test in tests:
    row = table[test["file"]]
    if verdict("relaxed", test) == test["expected"]:
        if row["note"].startswith("differs"):
            wrong.append(f"{test['file']} is said to differ and does not")
    elif row["note"].startswith("differs"):
        tell(f"{row['note']}:", test["file"])
    else:
        wrong.append(f"{test['file']}: {reason(reports['relaxed'].get(test['file']))}, not {test['expected']}")
conclude("under the relaxed profile tests have the suite's verdict, or a newer RFC decides", wrong)

for profile in ("strict", "relaxed"):
    wrong = []
    for test in tests:
        found = reason(reports[profile].get(test["file"]))
        if found != table[test["file"]][profile]:
            wrong.append(f"{test['file']}: {found}, not {table[test['file']][profile]} ({test['reason']})")
    conclude(f"under {profile} the reasons are those that the tests are about", wrong)

valid = [t["file"] for t in tests if verdict("relaxed", t) == "valid" and not t["file"].startswith("goodRoot")]
conclude(
    "what is valid is valid in its chain, but for CRLs, which the suite has none of",
    [file for file in valid if reports["relaxed"][file]["chain"] not in ("valid", "incomplete")],
)
finish()
