"""A campaign whose vacancies and withdrawals are uncertain: drawn many times, and counted."""
