"""Terraform with the AWS provider, unmodified: apply, an empty second plan, a change, another empty plan, destroy.

    terraform.py PROGRAM [FOLDER OF THE CONFIGURATION]

Starts the program itself, on the machine's clock: some resources are waited for. The provider comes from a mirror in the
file system, named by CUPOLA_TERRAFORM_MIRROR; without `terraform` or the mirror nothing is done, and a line says so.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.request

PROGRAM = sys.argv[1]
CONFIGURATION = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else pathlib.Path(__file__).with_name("terraform"))
MIRROR = pathlib.Path(os.environ.get("CUPOLA_TERRAFORM_MIRROR", "/opt/tf-plugins"))
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def main():
    terraform = shutil.which("terraform")
    if terraform is None or not MIRROR.is_dir():
        print("   skipped: no terraform with a mirror of the AWS provider here")
        return
    command = [PROGRAM, "--listen", "127.0.0.1:0", "--account", "111122223333"]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        url = program.stdout.readline().strip().removeprefix("listening on ")
        with tempfile.TemporaryDirectory() as folder:
            walk(Terraform(terraform, pathlib.Path(folder), url), url)
    finally:
        program.terminate()
        program.wait()


class Terraform:
    """Terraform in a folder of its own."""

    def __init__(self, program, folder, url):
        self.program, self.folder = program, folder
        for file in CONFIGURATION.glob("*.tf"):
            shutil.copy(file, folder)
        rules = folder / "rules"
        rules.write_text(f'provider_installation {{\n  filesystem_mirror {{\n    path = "{MIRROR}"\n  }}\n}}\n')
        self.environment = {**os.environ, "TF_CLI_CONFIG_FILE": str(rules), "TF_VAR_endpoint": url, "CHECKPOINT_DISABLE": "1",
                            "TF_IN_AUTOMATION": "1", "TF_INPUT": "0"}

    def run(self, action, *options, expected=0, **variables):
        environment = {**self.environment, **{f"TF_VAR_{name}": str(value) for name, value in variables.items()}}
        done = subprocess.run([self.program, action, *options, "-no-color"], cwd=self.folder, env=environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        assert done.returncode == expected, f"terraform {action} ended with {done.returncode}:\n{done.stdout}"
        return done.stdout


def walk(terraform, url):
    terraform.run("init")
    terraform.run("apply", "-auto-approve")
    made = terraform.run("state", "list").split()
    # 0: nothing to do; 2 would be a difference.
    terraform.run("plan", "-detailed-exitcode")
    terraform.run("apply", "-auto-approve", threshold=7)
    terraform.run("plan", "-detailed-exitcode", threshold=7)
    terraform.run("destroy", "-auto-approve", threshold=7)
    assert terraform.run("state", "list").split() == []
    nothing_is_left(url)
    print(f"   Terraform, {len(made)} resources and data sources")


def nothing_is_left(url):
    """What the service answers, asked without any client."""
    for target, member in [
        ("Logs_20140328.DescribeLogGroups", "logGroups"),
        ("Logs_20140328.DescribeDestinations", "destinations"),
        ("Logs_20140328.DescribeQueryDefinitions", "queryDefinitions"),
        ("GraniteServiceVersion20100801.DescribeAlarms", "MetricAlarms"),
        ("GraniteServiceVersion20100801.ListDashboards", "DashboardEntries"),
        ("AWSEvents.ListArchives", "Archives"),
        ("AWSEvents.ListConnections", "Connections"),
        ("CloudTrail_20131101.DescribeTrails", "trailList"),
    ]:
        headers = {"X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.1"}
        with OPENER.open(urllib.request.Request(url, b"{}", headers), timeout=60) as answer:
            left = json.load(answer)[member]
        assert left == [], f"{target}: {left}"


main()
