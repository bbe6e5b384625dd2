#!/usr/bin/env python3
"""`aws cloudtrail validate-logs`, unmodified, against the digest chains of the conformance cases.

Stands in for S3 and for the two calls of CloudTrail that the command makes, with the objects of each case, and holds what the command
prints against what the case expects of the library: each digest and log file by name, gaps, and the exit status.

    validate_logs.py CASES.jsonl
"""

import base64
import gzip
import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

# What the library reads besides: keys as SubjectPublicKeyInfo, hashes in capitals; without any key the command stops with an error
# of its own, and of a signature that is no hex it prints its decoder's words.
LEFT_OUT = {
    "digest-9.2-hash-in-capitals",
    "digest-9.2-key-as-spki",
    "digest-9.3-signature-that-is-no-hex",
    "digest-9.3-unknown-key",
}


class Store(BaseHTTPRequestHandler):
    """One case's bucket, keys and trail."""

    case = None

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        action = self.headers["X-Amz-Target"].rsplit(".", 1)[1]
        if action == "DescribeTrails":
            answer = {"trailList": [{"TrailARN": arn(self.case), "S3BucketName": self.case["bucket"]}]}
        else:
            answer = {"PublicKeyList": self.case["public_keys"]}
        self.send(200, json.dumps(answer).encode(), "application/x-amz-json-1.1")

    def do_GET(self):
        url = urlsplit(self.path)
        query = parse_qs(url.query, keep_blank_values=True)
        key = unquote(url.path).removeprefix(f"/{self.case['bucket']}").lstrip("/")
        if "location" in query:
            self.send(200, xml("LocationConstraint", self.case["region"]))
        elif not key:
            self.send(200, xml("ListBucketResult", self.listing(query)))
        elif key in objects(self.case):
            self.give(objects(self.case)[key])
        else:
            self.send(404, b"<Error><Code>NoSuchKey</Code><Message>There is none.</Message></Error>")

    def listing(self, query):
        prefix, marker = query.get("prefix", [""])[0], query.get("marker", [""])[0]
        keys = sorted(key for key in objects(self.case) if key.startswith(prefix) and key > marker)
        contents = "".join(f"<Contents><Key>{escape(key)}</Key><Size>1</Size></Contents>" for key in keys)
        return f"<IsTruncated>false</IsTruncated>{contents}"

    def give(self, item):
        text = item.get("uncompressed_base64")
        body = gzip.compress(base64.b64decode(text)) if text is not None else base64.b64decode(item["raw_base64"])
        self.send(200, body, "application/gzip", {f"x-amz-meta-{name}": value for name, value in item["metadata"].items()})

    def send(self, status, body, kind="application/xml", headers=()):
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **dict(headers)}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def xml(name, inside):
    return f'<?xml version="1.0"?><{name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{inside}</{name}>'.encode()


def objects(case):
    return {item["key"]: item for item in case["objects"]}


def arn(case):
    return f"arn:aws:cloudtrail:{case['region']}:{case['account']}:trail/{case['trail']}"


def expected(case, events):
    """The lines that the command prints of these events, and whether all is well."""
    lines, fine = [], True
    for event in events:
        place = f"s3://{case['bucket']}/{event['key']}"
        match event["event"]:
            case "valid":
                line = f"Digest file\t{place}\tvalid"
            case "missing":
                line = f"Digest file\t{place}\tINVALID: not found"
            case "invalid":
                line = f"Digest file\t{place}\t{event['message']}"
            case "log" if event["status"] == "valid":
                line = f"Log file\t{place}\tvalid"
            case "log":
                line = f"Log file\t{place}\tINVALID: {event['status']}"
            case _:
                line = "No log files were delivered by CloudTrail between"
        fine = fine and "INVALID" not in line
        lines.append(line)
    return lines, fine


def run(url, case):
    environment = dict(os.environ, AWS_ENDPOINT_URL=url, AWS_REGION=case["region"], AWS_DEFAULT_REGION=case["region"])
    command = ["aws", "cloudtrail", "validate-logs", "--trail-arn", arn(case), "--start-time", case["start"],
               "--end-time", case["end"], "--verbose"]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    said = [line for line in done.stdout.splitlines() if line.startswith(("Digest file", "Log file", "No log files were"))]
    return [line if line.startswith(("Digest", "Log")) else line[:49] for line in said], done


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Store)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url, failed, asked = f"http://127.0.0.1:{server.server_port}", 0, 0
    with open(sys.argv[1], encoding="utf-8") as file:
        cases = [json.loads(line) for line in file if line.strip()]
    for item in cases:
        if item["id"] in LEFT_OUT:
            continue
        Store.case, asked = item["input"], asked + 1
        lines, fine = expected(item["input"], item["expect"]["events"])
        said, done = run(url, item["input"])
        # Errors and the rest come over two pipes: what counts is which lines there are.
        if sorted(said) != sorted(lines) or (done.returncode == 0) != fine:
            failed += 1
            print(f"FAILED {item['id']}: exit status {done.returncode}\n{done.stdout}", file=sys.stderr)
    print(f"validate-logs: {asked} chains, {failed} failed")
    sys.exit(bool(failed or not asked))


main()
