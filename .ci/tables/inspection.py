"""What the checks of verdicts share: runs of `apus inspect`, and lines for the shell to read."""

import json
import subprocess
import sys

failures = 0


def inspect(apus, files, *options):
    """The reports on the files by name."""
    if not files:
        return {}
    run = subprocess.run([apus, "inspect", "--json", *options, *files], capture_output=True, text=True, check=False)
    if run.returncode not in (0, 1) or run.stderr:
        tell("not ok", "apus inspect", f"exit status {run.returncode}: {run.stderr.strip()[:300]}")
    return {report["file"]: report for report in map(json.loads, run.stdout.splitlines())}


def reason(report):
    """The code of the rejection, or `valid`."""
    if report is None:
        return "no report"
    return report["rejection"]["reason"] if report["rejection"] else report["verdict"]


def tell(verdict, name, detail=""):
    global failures
    if verdict == "not ok":
        failures += 1
    print("\t".join([verdict, name, detail]))


def conclude(name, wrong):
    """ok unless there is something wrong; shows the first few."""
    if not wrong:
        tell("ok", name)
        return
    tell("not ok", name, f"{len(wrong)} are not")
    for line in wrong[:10]:
        tell(f"  {line}", "")


def finish():
    sys.exit(1 if failures else 0)
