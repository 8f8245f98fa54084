"""The bulletin (通报), a unit's letter, a decision on a person, the tables alone: what an office signs, in four formats."""
