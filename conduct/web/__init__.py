"""The pages of `conduct serve`: over the same ledger and by the same door, with nobody seeing what is not theirs."""
