"""Why a unit has its result, and how far it stands from the next thing. It knows `scores` and below."""
