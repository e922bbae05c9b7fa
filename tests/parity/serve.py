"""Serves app.py on a free port of the loopback interface, and tells which."""
import warnings

import waitress

import app

warnings.simplefilter("ignore", DeprecationWarning)
server = waitress.create_server(app.make_app(), host="127.0.0.1", port=0, threads=4)
print(f"serving on http://127.0.0.1:{server.effective_port}", flush=True)
server.run()
