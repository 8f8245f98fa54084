"""The engine: law as values, facts in a ledger, and what follows. It knows no sector and no command line."""
