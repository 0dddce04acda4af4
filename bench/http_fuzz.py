"""Starts a server on an empty folder, fills it a little, and lets schemathesis loose on it. See http-fuzz.sh."""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import requests

# What ends the visit itself, waits for ever, or is asked of a signed-in browser only.
LEFT_OUT = [
    ("DELETE", "/api/v1/projects/{project}"),
    ("POST", "/api/v1/me/password"),
    ("DELETE", "/api/v1/me/tokens/{id}"),
    ("GET", "/api/v1/metrics"),
]


class Server:
    def __init__(self, options, folder):
        self.log = open(folder / "server.log", "w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [options.java, "-jar", options.jar, "serve", "--port", str(options.port), "--data", str(folder / "data")],
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        self.base = f"http://localhost:{options.port}"
        text = ""
        for _ in range(600):
            text = (folder / "server.log").read_text(encoding="utf-8")
            if "Ctrl-C stops it" in text:
                break
            if self.process.poll() is not None:
                raise SystemExit("the server did not start:\n" + text)
            time.sleep(0.2)
        self.set_up = re.search(r"/setup#(\S+)", text).group(1)

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


class Browser(requests.Session):
    def __init__(self, base):
        super().__init__()
        self.base = base + "/api/v1"
        self.call("GET", "/session")

    def call(self, method, path, body=None, **more):
        headers = {"X-XSRF-TOKEN": self.cookies.get("XSRF-TOKEN", "")}
        answer = self.request(method, self.base + path, json=body, headers=headers, **more)
        if answer.status_code >= 300:
            raise SystemExit(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer.json() if answer.content else None

    def token(self, *scopes):
        return self.call("POST", "/me/tokens", {"name": "fuzz", "scopes": list(scopes)})["token"]


def person(owner, base, project, role):
    url = owner.call("POST", f"/projects/{project}/invitations", {"role": role})["url"]
    browser = Browser(base)
    browser.call(
        "POST",
        f"/invitations/{url.split('#')[1]}/accept",
        {"email": f"{role}-{project}@example.org", "displayName": role, "password": "four plain words here"},
    )
    browser.call("GET", "/session")
    return browser


def fill(server):
    """@returns tokens by role, and a token that reads metrics"""
    owner = Browser(server.base)
    owner.call(
        "POST",
        "/setup",
        {
            "token": server.set_up,
            "email": "owner@example.org",
            "displayName": "Owner",
            "password": "quiet copper lantern 9 meadow",
        },
    )
    owner.call("GET", "/session")
    schema = {
        "inputs": [{"id": "text", "type": "text", "field": "text"}],
        "questions": [
            {"id": "mood", "type": "choice", "options": ["good", "bad"]},
            {"id": "tags", "type": "choices", "required": False, "options": ["a", "b", "c"]},
            {"id": "score", "type": "rating", "required": False, "min": 1, "max": 5, "step": 1},
        ],
    }
    for key in ("fuzz", "elsewhere"):
        owner.call("POST", "/projects", {"name": key, "key": key, "schema": schema, "overlap": 2})
        csrf = {"X-XSRF-TOKEN": owner.cookies.get("XSRF-TOKEN"), "Content-Type": "text/csv"}
        rows = "key,text\n" + "".join(f"k{n},text number {n}\n" for n in range(200))
        owner.post(f"{owner.base}/projects/{key}/imports?fileName=a.csv", data=rows.encode(), headers=csrf)
    time.sleep(3)
    return {
        "owner": owner.token("read", "label", "manage"),
        "labeler": person(owner, server.base, "fuzz", "labeler").token("read", "label"),
        "stranger": person(owner, server.base, "elsewhere", "owner").token("read", "label", "manage"),
    }, owner.token("read")


def counts(server, token):
    """@returns requests so far, and those that were answered with 5xx"""
    text = requests.get(server.base + "/api/v1/metrics", headers={"Authorization": "Bearer " + token}, timeout=30).text
    total = failed = 0
    for status, count in re.findall(r'http_server_requests_seconds_count\{.*status="(\d+)".*\} ([\d.eE+]+)', text):
        total += int(float(count))
        failed += int(float(count)) if status.startswith("5") else 0
    return total, failed


def main():
    parser = argparse.ArgumentParser()
    for name in ("java", "jar", "document", "schemathesis"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--port", type=int, default=int(os.environ.get("CUPEL_FUZZ_PORT", "8193")))
    parser.add_argument("--seconds", type=int, default=0, help="about so long instead of 20,000 requests")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", help="folder for the server's log and the reports")
    options = parser.parse_args()
    folder = pathlib.Path(options.keep or tempfile.mkdtemp(prefix="cupel-fuzz"))
    folder.mkdir(parents=True, exist_ok=True)
    server = Server(options, folder)
    try:
        tokens, watcher = fill(server)
        bad, seed, begun = [], options.seed, time.monotonic()
        while True:
            for role, token in tokens.items():
                bad += attack(options, folder, server, role, token, seed)
            total, failed = counts(server, watcher)
            print(f"{total} requests, {failed} answered with 5xx, {time.monotonic() - begun:.0f} s", flush=True)
            if options.seconds or total >= 20_000 or bad:
                break
            seed += 1
        if failed or bad:
            print("log and reports: " + str(folder))
        return 1 if failed or bad else 0
    finally:
        server.stop()


def attack(options, folder, server, role, token, seed):
    config = folder / f"{role}.toml"
    # Half of the requests meet a project that is there; the others meet whatever is made up.
    config.write_text('[parameters]\n"path.project" = "fuzz"\n' if seed % 2 else "", encoding="utf-8")
    command = [
        options.schemathesis, "--config-file", str(config), "run", options.document,
        "--url", server.base, "--header", "Authorization: Bearer " + token,
        "--checks", "not_a_server_error,status_code_conformance",
        "--phases", "coverage,fuzzing", "--seed", str(seed), "--continue-on-failure", "--no-shrink",
        "--suppress-health-check", "all", "--request-timeout", "20", "--workers", "2", "--warnings", "off",
    ]  # fmt: skip
    for method, path in LEFT_OUT:
        command += ["--exclude-name", f"{method} {path}"]
    if options.seconds:
        command += ["--max-time", str(max(5, options.seconds // 3)), "--max-examples", "20"]
    else:
        command += ["--max-examples", "60"]
    report = folder / f"{role}-{seed}.txt"
    with open(report, "w", encoding="utf-8") as out:
        status = subprocess.call(command, stdout=out, stderr=subprocess.STDOUT, cwd=folder)
    if status == 0:
        return []
    text = report.read_text(encoding="utf-8")
    print(f"--- {role}, seed {seed}\n" + text[-6000:])
    return [role]


if __name__ == "__main__":
    sys.exit(main())
