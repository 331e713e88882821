"""The language model: one encoder, what its heads say of texts and words, and texts' vectors.

``pieces`` and ``words`` cut a text, ``engine`` runs the network on it, ``heads`` and ``events``
read what comes out, ``understanding`` puts windows together and keeps what was read lately,
``space`` compares vectors, ``shipped`` loads the package's own weights.
"""
