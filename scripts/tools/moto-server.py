"""moto's server with one write at a time. moto looks at a write's condition first and writes afterwards, so that of two writes at once
both may be taken; S3 does both in one step."""

import io
import sys
import threading

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple

application = DomainDispatcherApplication(create_backend_app)
writing = threading.Lock()


def in_turn(environ, start_response):
    if environ["REQUEST_METHOD"] in ("GET", "HEAD"):
        return application(environ, start_response)
    # Read before: a client that is slow, or stops half way, must not hold up the others.
    length = int(environ.get("CONTENT_LENGTH") or 0)
    environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(length))
    with writing:
        return application(environ, start_response)


host, port = sys.argv[1:]
run_simple(host, int(port), in_turn, threaded=True)
