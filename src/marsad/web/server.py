"""Serve the workbench with uvicorn until it is stopped."""

from __future__ import annotations

import uvicorn

from ..api import Workspace
from .app import create_app

__all__ = ["serve"]


def serve(workspace: Workspace, host: str = "127.0.0.1", port: int = 8765) -> None:
    """Serve ``workspace`` on ``host`` and ``port`` until Ctrl-C.

    Only this machine is answered unless ``host`` names another address; there is no login, so
    whoever reaches the address can read everything and judge statements.
    """
    app = create_app(workspace, hosts=(host,))
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_level="warning",
        ws="none",
        server_header=False,
        date_header=False,
        proxy_headers=False,
    )
