"""What a text may say, as values, and what can be read of such values without a fact. It knows `base`."""
