"""The market's own language and its solvers; knows contracts, no rule."""
