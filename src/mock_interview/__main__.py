"""Run the command line with `python -m mock_interview`."""

from mock_interview.cli import main

main()
