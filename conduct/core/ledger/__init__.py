"""Facts as they were accepted, and proof that nothing of them was changed since. It knows `law` and `base`."""
