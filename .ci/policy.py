#!/usr/bin/env python3
"""The house rules that no compiler checks.

Licences of the closure; no clock, network or C code reachable from the libraries; no duplicate
majors among their dependencies; no core names another core, not even for its tests.
"""

import json
import subprocess
import sys

LIBRARIES = {
    "cupola-base", "cupola-metrics", "cupola-logs", "cupola-events",
    "cupola-traces", "cupola-audit", "cupola-sigma", "cupola-report", "cupola-bridges", "cupola-otel", "cupola-test",
    "cupola",
}
CORES = {"cupola-metrics", "cupola-logs", "cupola-events", "cupola-traces", "cupola-audit"}
MAY_KNOW = {
    "cupola-base": set(),
    **{core: {"cupola-base"} for core in CORES},
    "cupola-report": {"cupola-base"},
    "cupola-sigma": {"cupola-audit", "cupola-base"},
    # Pages are drawn of plain data: whoever stands above the cores may use them.
    "cupola": {"cupola-base", "cupola-report"} | CORES,
    "cupola-bridges": {"cupola", "cupola-base"},
    "cupola-otel": {"cupola", "cupola-base", "cupola-bridges"},
    "cupola-test": {"cupola", "cupola-base"},
}
DEV_MAY_KNOW = {"cupola": {"cupola-test", "cupola-sigma"}}

LICENCES = {
    "MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Zlib",
    "Unicode-3.0", "Unlicense", "0BSD", "CC0-1.0", "BSL-1.0",
}
# What would bring a clock, a network, a process or C code into the libraries.
FORBIDDEN = {
    "iana-time-zone", "time", "tokio", "mio", "socket2", "hyper", "reqwest", "ureq", "axum", "openssl-sys", "ring",
    "aws-lc-sys", "cc", "cmake", "bindgen", "pkg-config", "libz-sys", "zstd-sys", "getrandom", "rand", "arrow", "datafusion",
}

# Reached by a feature that a user chooses, and for a reason.
EXCEPTIONS = {
    # The feature `rsa` verifies signatures: its big numbers bring `rand` without any source of chance.
    ("cupola-audit", "rand"),
    # OpenTelemetry's SDK draws ids of its own where it is not given ours: the bridge to it stands alone for that.
    ("cupola-otel", "rand"),
    ("cupola-otel", "getrandom"),
}


def metadata():
    text = subprocess.run(["cargo", "metadata", "--format-version", "1"], check=True, capture_output=True, text=True).stdout
    return json.loads(text)


def closure(package, kinds):
    """The packages that a user builds with `package` alone, so that features of others hide nothing."""
    edges = "normal,build" if kinds == "user" else "normal,build,dev"
    # Strategies for property tests bring chance of their own, which no other feature may.
    mine = next(known["features"] for known in metadata()["packages"] if known["name"] == package)
    features = ",".join(sorted(set(mine) - {"proptest", "strategies"} if kinds == "user" else mine))
    text = subprocess.run(
        ["cargo", "tree", "-p", package, "-e", edges, "--features", features, "--prefix", "none", "--format", "{p}|{l}|{f}"],
        check=True, capture_output=True, text=True,
    ).stdout
    rows = {line.removesuffix(" (*)") for line in text.splitlines() if line.strip()}
    for row in sorted(rows):
        name_version, licence, features = row.split("|")
        name, version = name_version.split(" ")[:2]
        yield name, version.lstrip("v"), licence, set(filter(None, features.split(",")))


def licence_is_fine(expression):
    alternatives = expression.replace("/", " OR ").replace("(", "").replace(")", "").split(" OR ")
    return any(all(part.strip() in LICENCES for part in option.split(" AND ")) for option in alternatives)


def major(version):
    first, second = version.split(".")[:2]
    return first if first != "0" else f"0.{second}"


def faults():
    for library in sorted(LIBRARIES):
        majors = {}
        for name, version, licence, features in closure(library, "user"):
            if not licence_is_fine(licence):
                yield f"{library}: licence of {name} {version} is {licence!r}"
            if (name in FORBIDDEN or name.endswith("-sys")) and (library, name) not in EXCEPTIONS:
                yield f"{library}: reaches {name} {version}"
            if name == "chrono" and features & {"clock", "now", "iana-time-zone", "default"}:
                yield f"{library}: chrono has a clock: {sorted(features)}"
            majors.setdefault(name, set()).add(major(version))
        for name, found in sorted(majors.items()):
            if len(found) > 1:
                yield f"{library}: {name} in majors {sorted(found)}"
    for package in metadata()["packages"]:
        name = package["name"]
        if name not in MAY_KNOW:
            continue
        for dependency in package["dependencies"]:
            wanted, dev = dependency["name"], dependency["kind"] == "dev"
            if not wanted.startswith("cupola"):
                continue
            allowed = MAY_KNOW[name] | ({name} | DEV_MAY_KNOW.get(name, set()) if dev else set())
            if wanted not in allowed:
                yield f"{name}: must not name {wanted} ({'dev-' if dev else ''}dependency)"


def main():
    found = list(faults())
    for fault in found:
        print("POLICY:", fault)
    print(f"policy: {len(LIBRARIES)} libraries, {len(found)} faults")
    sys.exit(bool(found))


main()
