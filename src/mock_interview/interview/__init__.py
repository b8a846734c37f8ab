"""Asking and listening: an attempt that is saved after every step, and a model that reads along."""

from mock_interview.interview.attempt import Attempt
from mock_interview.interview.read_along import ReadAlong
from mock_interview.interview.scenario import reply

__all__ = ["Attempt", "ReadAlong", "reply"]
