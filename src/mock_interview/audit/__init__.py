"""How far a grader can be trusted: signals on the gold answers, fits, figures, and the page that shows them."""
