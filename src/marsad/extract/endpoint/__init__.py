"""Extraction through any server that speaks OpenAI's chat protocol; nothing is taken on trust.

::

    EndpointExtractor    an Extractor: asks the server, keeps what stands in the text  (extractor)
    Found                what one post holds, what was not believed, what was answered  (extractor)
    Endpoint             one server: bounds, retries, key and proxy                    (client)
    messages             what the server is told; the text is data in it               (prompt)
    read_answer          the shape of an answer, and what is refused                   (schema)
    Ground               where words stand in a passage                                (grounding)
    place                where the parts of a statement stand                          (placing)
    SAMPLE               a post of our own, to try a server with                       (sample)
    holds_to_schema      whether a server supports structured output                   (sample)
    addressed            which runs of a text speak to a machine                       (addressed)
"""

from .addressed import addressed
from .client import KEY_VARIABLE, Endpoint
from .extractor import EndpointExtractor, Found
from .grounding import Ground
from .placing import place
from .prompt import messages
from .sample import SAMPLE, SAMPLE_CONTENT, holds_to_schema
from .schema import read_answer

__all__ = [
    "KEY_VARIABLE",
    "SAMPLE",
    "SAMPLE_CONTENT",
    "Endpoint",
    "EndpointExtractor",
    "Found",
    "Ground",
    "addressed",
    "holds_to_schema",
    "messages",
    "place",
    "read_answer",
]
