"""A mentor's review: made at the terminal, compared with the grade, and turned into a labelled answer."""
