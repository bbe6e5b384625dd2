#!/usr/bin/env python3
"""Checks each library alone: with no feature, with each, with all.

Built alone, so that a feature or a clock that another package switches on cannot hide.
"""

import json
import subprocess
import sys


def features_of():
    text = subprocess.run(
        ["cargo", "metadata", "--no-deps", "--format-version", "1"], check=True, capture_output=True, text=True
    ).stdout
    return {package["name"]: sorted(package["features"]) for package in json.loads(text)["packages"]}


def check(package, *flags):
    print("  ", package, *flags, flush=True)
    subprocess.run(["cargo", "check", "--quiet", "-p", package, *flags], check=True)


def main():
    known = features_of()
    for package in sys.argv[1:]:
        features = [feature for feature in known[package] if feature != "default"]
        check(package, "--no-default-features")
        for feature in features:
            check(package, "--no-default-features", "--features", feature)
        if len(features) != 1:
            check(package, "--all-features")


main()
