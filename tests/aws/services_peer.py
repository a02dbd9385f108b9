# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the typed calls share: the program that makes them, and servers to make them to."""

import http.server
import json
import os
import subprocess
import threading
import urllib.parse

TOOL = os.path.join(os.environ["DOSSIER_BUILDDIR"], "tests", "aws", "services-tool")
ACCESS_KEY = "AKIDEXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"


class Tool:
    """services-tool, which stays up for many calls."""

    def __init__(self, endpoint, region="us-east-1", credentials=(ACCESS_KEY, SECRET)):
        self.process = subprocess.Popen(
            [TOOL, endpoint, region, *credentials], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __call__(self, operation, **arguments):
        self.process.stdin.write(json.dumps({"operation": operation, "arguments": arguments}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def result(self, operation, **arguments):
        answer = self(operation, **arguments)
        if "error" in answer:
            raise AssertionError(f"{operation}: {answer['error']}")
        return answer["result"]

    def error(self, operation, **arguments):
        answer = self(operation, **arguments)
        if "error" not in answer:
            raise AssertionError(f"{operation} went through: {answer}")
        return answer["error"]

    def close(self):
        self.process.communicate("", timeout=30)
        assert self.process.returncode == 0, self.process.returncode


class Request:
    """A request as it came over the wire."""

    def __init__(self, handler, body):
        self.method = handler.command
        self.target = handler.path
        self.path, _, query = handler.path.partition("?")
        self.query = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
        self.headers = {name.lower(): value for name, value in handler.headers.items()}
        self.body = body


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, headers, answer = self.server.answer(Request(self, body))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers and status != 204:
            self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer)

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = handle_any

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    """Answers on a free port of the loopback interface by calling `answer`."""

    daemon_threads = True

    def __init__(self, answer):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer = answer
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.thread = threading.Thread(target=self.serve_forever)
        self.thread.start()

    def close(self):
        self.shutdown()
        self.thread.join()
        self.server_close()
