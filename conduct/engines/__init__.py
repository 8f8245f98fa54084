"""Engines that assess facts where they lie, beside the ledger's own SQLite."""
