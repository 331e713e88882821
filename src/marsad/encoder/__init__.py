"""The language model: what all heads share."""
