"""The workbench: web pages over one workspace, for the person at this machine.

Everything it shows comes through :class:`marsad.api.Workspace`. The only thing that it changes
are judgements on statements.
"""

from .app import create_app
from .server import serve

__all__ = ["create_app", "serve"]
