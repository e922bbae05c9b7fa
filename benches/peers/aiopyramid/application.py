"""A plain text view and a websocket that sends everything back, as aiopyramid's scaffolds write them."""

import asyncio

from aiopyramid.websocket.config import WebsocketMapper
from pyramid.config import Configurator
from pyramid.view import view_config


@view_config(route_name='plaintext', renderer='string')
@asyncio.coroutine
def plaintext(request):
    request.response.content_type = 'text/plain'
    return 'Hello, World!'


@view_config(route_name='echo', mapper=WebsocketMapper)
@asyncio.coroutine
def echo(ws):
    while True:
        message = yield from ws.recv()
        if message is None:
            break
        yield from ws.send(message)


def make_application():
    config = Configurator()
    config.include('aiopyramid')
    config.add_route('plaintext', '/plaintext')
    config.add_route('echo', '/echo')
    config.scan()
    return config.make_wsgi_app()
