"""A port that nobody else takes until the server that is meant for it has begun."""

import socket


def held_port() -> tuple[socket.socket, int]:
    """A port of this machine, and what holds it: as long as that stands open no program is given the port by chance.

    A server that allows its address to be used again, as all of ours do, may listen there meanwhile.
    """
    holder = socket.socket()
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    holder.bind(("127.0.0.1", 0))
    return holder, int(holder.getsockname()[1])
