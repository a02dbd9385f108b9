# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that answers as a test scripts it: for what a well-behaved service never does."""

import http.server
import json
import threading


class FakeInspector:
    """Listens on 127.0.0.1. @answers(path, body) returns (status, headers, bytes), or None to hang."""

    def __init__(self, answers):
        self.requests = []
        self.released = threading.Event()
        fake = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                fake.requests.append((self.path, json.loads(body or b"{}"), dict(self.headers)))
                answer = answers(self.path, fake.requests[-1][1])
                if answer is None:
                    fake.released.wait(60)
                    self.close_connection = True
                    return
                status, headers, content = answer
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", "Content-Length": str(len(content)),
                                    "x-amzn-RequestId": "11112222-fake-request", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content if self.command != "HEAD" else b"")

            do_GET = do_HEAD = do_POST = answer

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.endpoint = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.released.set()
        self.server.shutdown()
        self.server.server_close()


def ok(document):
    return 200, {}, document if isinstance(document, bytes) else json.dumps(document, ensure_ascii=False).encode()


def refusal(status, code, message):
    return status, {"x-amzn-ErrorType": code}, json.dumps({"message": message}).encode()
