"""Named benchmarks, their drivers and their committed figures."""
