"""Posts → Origins and Stories.

- :mod:`.texts`: what clustering needs to know of a post
- :mod:`.origins`: forwards and near-copies collapse into one origin
- :mod:`.vectors`: weighted words as sparse unit vectors
- :mod:`.meanings`: how alike texts are in meaning, whatever their language
- :mod:`.stories`: origins about one development become a story
- :mod:`.ranking`: which passages answer a question
"""

from .origins import trace_origins
from .ranking import QUESTION, Ranked, rank
from .stories import DEFAULT_POLICY, RECIPE, StoryPolicy, group, group_stories
from .texts import Text

__all__ = [
    "DEFAULT_POLICY",
    "QUESTION",
    "RECIPE",
    "Ranked",
    "StoryPolicy",
    "Text",
    "group",
    "group_stories",
    "rank",
    "trace_origins",
]
