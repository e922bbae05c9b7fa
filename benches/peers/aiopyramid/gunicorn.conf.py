"""One process on a free port, which it tells as all peers do."""

bind = '127.0.0.1:0'
worker_class = 'aiopyramid.gunicorn.worker.AsyncGunicornWorker'
workers = 1
keepalive = 60
loglevel = 'error'


def post_worker_init(worker):
    print('serving on http://%s:%d' % worker.sockets[0].sock.getsockname(), flush=True)
