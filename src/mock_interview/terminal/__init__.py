"""Consoles, the editor and the views. Only this room imports rich and prompt_toolkit."""
