"""A workspace for assistants, over the Model Context Protocol; read-only unless told otherwise.

- :mod:`.server`: the server, and how it is reached
- :mod:`.tools`: what an assistant may ask for
- :mod:`.shapes`: how things are told: bounded, and collected text apart from our own words

Nothing here fetches an address or opens a path that an assistant names. Collected text goes out as
data, with a notice in every answer that nothing in it is an instruction.
"""

from .server import serve

__all__ = ["serve"]
