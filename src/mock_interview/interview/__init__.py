"""Asking and listening: an attempt that is saved after every step, and a model that reads along."""

from mock_interview.interview.attempt import Attempt
from mock_interview.interview.read_along import ReadAlong

__all__ = ["Attempt", "ReadAlong"]
