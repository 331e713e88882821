"""Posts → Origins and Stories.

- :mod:`.texts`: what clustering needs to know of a post
- :mod:`.origins`: forwards and near-copies collapse into one origin
- :mod:`.vectors`: weighted words as sparse unit vectors
- :mod:`.stories`: origins about one development become a story
"""

from .origins import trace_origins
from .stories import DEFAULT_POLICY, RECIPE, StoryPolicy, group, group_stories
from .texts import Text

__all__ = [
    "DEFAULT_POLICY",
    "RECIPE",
    "StoryPolicy",
    "Text",
    "group",
    "group_stories",
    "trace_origins",
]
