"""From what was done, and when, to what is met, breached, let off or still owed, by whom. It knows `ledger` and below."""
