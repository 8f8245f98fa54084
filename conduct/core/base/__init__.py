"""What everything is said, counted and dated with: words, faults, exact numbers, periods. It knows nothing else."""
