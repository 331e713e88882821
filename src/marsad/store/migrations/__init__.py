"""Alembic migrations, run by :mod:`marsad.store.migrate`."""
