"""Extraction through any server that speaks OpenAI's chat protocol; nothing is taken on trust.

::

    EndpointExtractor    an Extractor: asks the server, keeps what stands in the text  (extractor)
    Endpoint             one server: bounds, retries, key and proxy                    (client)
    messages             what the server is told; the text is data in it               (prompt)
    read_answer          the shape of an answer, and what is refused                   (schema)
    Ground               where words stand in a passage                                (grounding)
    place                where the parts of a statement stand                          (placing)
    addressed            which runs of a text speak to a machine                       (addressed)
"""

from .addressed import addressed
from .client import KEY_VARIABLE, Endpoint
from .extractor import EndpointExtractor
from .grounding import Ground
from .placing import place
from .prompt import messages
from .schema import read_answer

__all__ = [
    "KEY_VARIABLE",
    "Endpoint",
    "EndpointExtractor",
    "Ground",
    "addressed",
    "messages",
    "place",
    "read_answer",
]
