"""Why, what if, what changed, how far. It knows `scores` and below."""
