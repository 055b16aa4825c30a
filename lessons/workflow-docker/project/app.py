"""A clock: it answers with the time, as JSON."""

import json
import signal
import sys
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def time_as_json(now: datetime) -> str:
    return json.dumps({"time": now.strftime("%H:%M:%S"), "zone": "UTC"})


class Clock(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = time_as_json(datetime.now(UTC)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    ThreadingHTTPServer(("0.0.0.0", 8000), Clock).serve_forever()
