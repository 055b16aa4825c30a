"""A guest book: it answers in JSON, and keeps what it is told in PostgreSQL."""
import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psycopg


def database():
    return psycopg.connect(
        host=os.environ["DATABASE_HOST"],
        dbname=os.environ["DATABASE_NAME"],
        user=os.environ["DATABASE_USER"],
        password=os.environ["DATABASE_PASSWORD"],
    )


class GuestBook(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path != "/guests":
            return self.answer(404, {"error": "there is only /guests"})
        with database() as connection:
            rows = connection.execute("SELECT name FROM guest ORDER BY id").fetchall()
        self.answer(200, [{"name": name} for (name,) in rows])

    def do_POST(self):
        length = int(self.headers.get("content-length", 0))
        guest = json.loads(self.rfile.read(length))
        with database() as connection:
            connection.execute("INSERT INTO guest (name) VALUES (%s)", (guest["name"],))
        self.answer(201, guest)

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    # Without its database it ends at once.
    with database() as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS guest (id serial PRIMARY KEY, name text NOT NULL)")
    print("The guest book is open on port 8000", flush=True)
    ThreadingHTTPServer(("0.0.0.0", 8000), GuestBook).serve_forever()
