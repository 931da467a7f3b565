"""Reads of the room: kept editions, exposure, incident risk, scans of what is known, the ledger."""
